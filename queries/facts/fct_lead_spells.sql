-- view: one row per person and clock, cheap to work out from fct_leads.
-- A clock that has not ended by the as-of date is censored with its age.
with

steps_asked as (

    select count(*) as mql_gates
    from config_gates
    where step = 'mql'

),

clocks as (

    select
        'created_to_mql' as clock,
        person_id as record_id,
        cast(date_trunc('month', created_date) as date) as start_month,
        source,
        dim_1,
        dim_2,
        dim_3,
        dim_4,
        dim_5,
        dim_6,
        dim_7,
        dim_8,
        case when mql_date is null then 'censored' else 'reached' end as end_kind,
        -- Some systems stamp the MQL before they store the lead.
        greatest(date_diff('day', created_date, coalesce(mql_date, clock.as_of_date)), 0)
            as elapsed_days
    from fct_leads
    cross join clock
    cross join steps_asked
    -- Where no gate stands for MQL there is no such clock, rather than one that nobody ends.
    where steps_asked.mql_gates > 0

    union all

    select
        'mql_to_sql' as clock,
        person_id as record_id,
        cast(date_trunc('month', mql_date) as date) as start_month,
        source,
        dim_1,
        dim_2,
        dim_3,
        dim_4,
        dim_5,
        dim_6,
        dim_7,
        dim_8,
        case when sql_after_mql_date is null then 'censored' else 'reached' end as end_kind,
        date_diff('day', mql_date, coalesce(sql_after_mql_date, clock.as_of_date)) as elapsed_days
    from fct_leads
    cross join clock
    where mql_date is not null

    union all

    select
        'sql_to_deal' as clock,
        person_id as record_id,
        cast(date_trunc('month', sql_date) as date) as start_month,
        source,
        dim_1,
        dim_2,
        dim_3,
        dim_4,
        dim_5,
        dim_6,
        dim_7,
        dim_8,
        -- A deal before the SQL skipped it.
        case when deal_after_sql_date is null then 'censored' else 'reached' end as end_kind,
        date_diff('day', sql_date, coalesce(deal_after_sql_date, clock.as_of_date))
            as elapsed_days
    from fct_leads
    cross join clock
    where sql_date is not null

    union all

    select
        'created_to_won' as clock,
        person_id as record_id,
        cast(date_trunc('month', created_date) as date) as start_month,
        source,
        dim_1,
        dim_2,
        dim_3,
        dim_4,
        dim_5,
        dim_6,
        dim_7,
        dim_8,
        case when first_won_date is null then 'censored' else 'won' end as end_kind,
        -- An export may tie a lead to a deal won before the lead was created: day 0.
        greatest(date_diff('day', created_date, coalesce(first_won_date, clock.as_of_date)), 0)
            as elapsed_days
    from fct_leads
    cross join clock
    where created_date is not null

)

select
    clock,
    record_id,
    start_month,
    source,
    dim_1,
    dim_2,
    dim_3,
    dim_4,
    dim_5,
    dim_6,
    dim_7,
    dim_8,
    end_kind,
    elapsed_days,
    cast(1 as bigint) as n

from clocks
