-- One row per clock of people, end and day, over all data: how long each step takes, from which
-- follows after how many days a month is old enough to be read, under every filter.
with

days as (

    select
        created_date,
        mql_date,
        sql_date,
        first_deal_date,
        first_won_date,
        count(*) as n
    from fct_leads
    group by
        created_date,
        mql_date,
        sql_date,
        first_deal_date,
        first_won_date

),

clocks as (

    select
        'created_to_mql' as clock,
        created_date as start_date,
        mql_date as end_date,
        n
    from days

    union all

    select
        'created_to_sql' as clock,
        created_date as start_date,
        sql_date as end_date,
        n
    from days

    union all

    select
        'created_to_deal' as clock,
        created_date as start_date,
        first_deal_date as end_date,
        n
    from days

    union all

    select
        'created_to_won' as clock,
        created_date as start_date,
        first_won_date as end_date,
        n
    from days

)

select
    clocks.clock,
    case when clocks.end_date is null then 'censored' else 'reached' end as end_kind,
    greatest(
        date_diff('day', clocks.start_date, coalesce(clocks.end_date, clock.as_of_date)), 0
    ) as elapsed_days,
    cast(sum(clocks.n) as bigint) as n

from clocks

cross join clock

where clocks.start_date is not null

group by
    clocks.clock,
    case when clocks.end_date is null then 'censored' else 'reached' end,
    greatest(
        date_diff('day', clocks.start_date, coalesce(clocks.end_date, clock.as_of_date)), 0
    )
