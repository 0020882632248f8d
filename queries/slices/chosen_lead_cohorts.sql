-- The chosen people by the month they came in, each step of the funnel that is asked for, and the
-- days it took them: who has not entered the step yet is censored with their age.
with

steps as (

    select distinct step
    from config_gates
    where
        before = 'opportunity'
        and step in ('mql', 'sql')

    union all

    select unnest(['deal', 'won']) as step

),

ages as (

    select
        steps.step,
        chosen_leads.record_id,
        chosen_leads.group_name,
        chosen_leads.n,
        clock.as_of_date,
        chosen_leads.created_date,
        cast(date_trunc('month', chosen_leads.created_date) as date) as start_month,
        case steps.step
            when 'mql' then chosen_leads.mql_date
            when 'sql' then chosen_leads.sql_date
            when 'deal' then chosen_leads.first_deal_date
            else chosen_leads.first_won_date
        end as entered_date
    from chosen_leads
    cross join steps
    cross join clock
    where chosen_leads.created_date is not null

)

select
    step,
    start_month,
    case when entered_date is null then 'censored' else 'reached' end as end_kind,
    -- Some systems stamp a step before they store the lead: day 0.
    greatest(date_diff('day', created_date, coalesce(entered_date, as_of_date)), 0)
        as elapsed_days,
    record_id,
    cast(sum(n) as bigint) as n,
    case when $grain::varchar = 'month' then start_month end as period,
    group_name

from ages

where
    ($from_month::date is null or start_month >= $from_month::date)
    and ($to_month::date is null or start_month <= $to_month::date)
    and ($to_day::date is null or created_date <= $to_day::date)

group by all
