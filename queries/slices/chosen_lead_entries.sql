-- Entries into each step of the funnel by the month of the entry, whoever came in when: the first of
-- each chosen person, and those after it. `n` counts a person of a month once, `entries` each entry.
with

steps as (

    select distinct step
    from config_gates
    where
        before = 'opportunity'
        and step in ('mql', 'sql')

    union all

    select unnest(['lead', 'deal', 'won']) as step

),

firsts as (

    select
        steps.step,
        chosen_leads.record_id,
        chosen_leads.group_name,
        chosen_leads.n,
        case steps.step
            when 'lead' then chosen_leads.created_date
            when 'mql' then chosen_leads.mql_date
            when 'sql' then chosen_leads.sql_date
            when 'deal' then chosen_leads.first_deal_date
            else chosen_leads.first_won_date
        end as entered_date
    from chosen_leads
    cross join steps

),

dated as (

    select
        *,
        cast(date_trunc('month', entered_date) as date) as entered_month
    from firsts
    where entered_date is not null

),

entries as (

    select
        step,
        'first' as turn,
        record_id,
        group_name,
        entered_month,
        n,
        n as entries
    from dated
    where
        ($from_month::date is null or entered_month >= $from_month::date)
        and ($to_month::date is null or entered_month <= $to_month::date)
        and ($to_day::date is null or entered_date <= $to_day::date)

    union all

    select
        step,
        'again' as turn,
        record_id,
        group_name,
        entered_month,
        case when is_new_in_month then n else 0 end as n,
        n as entries
    from chosen_lead_again

)

select
    step,
    turn,
    entered_month,
    record_id,
    cast(sum(n) as bigint) as n,
    cast(sum(entries) as bigint) as entries,
    case when $grain::varchar = 'month' then entered_month end as period,
    group_name

from entries

group by all
