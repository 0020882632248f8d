-- The chosen people by the month in which marketing first qualified them: how long until they were
-- won, and whether they went back and were qualified again.
with

qualified as (

    select
        chosen_leads.record_id,
        chosen_leads.group_name,
        chosen_leads.n,
        chosen_leads.mql_entries,
        chosen_leads.mql_date,
        cast(date_trunc('month', chosen_leads.mql_date) as date) as start_month,
        coalesce(
            chosen_leads.sql_after_mql_date < chosen_leads.mql_again_date,
            chosen_leads.sql_after_mql_date is not null
        ) as is_accepted_at_first,
        chosen_leads.sql_after_again_date is not null as is_accepted_again,
        -- Who had been won before was not won by what followed.
        case
            when chosen_leads.first_won_date >= chosen_leads.mql_date
                then chosen_leads.first_won_date
        end as won_date,
        clock.as_of_date
    from chosen_leads
    cross join clock
    where chosen_leads.mql_date is not null

)

select
    start_month,
    mql_entries,
    is_accepted_at_first,
    is_accepted_again,
    case when won_date is null then 'censored' else 'reached' end as end_kind,
    date_diff('day', mql_date, coalesce(won_date, as_of_date)) as elapsed_days,
    record_id,
    cast(sum(n) as bigint) as n,
    case when $grain::varchar = 'month' then start_month end as period,
    group_name

from qualified

where
    ($from_month::date is null or start_month >= $from_month::date)
    and ($to_month::date is null or start_month <= $to_month::date)
    and ($to_day::date is null or mql_date <= $to_day::date)

group by all
