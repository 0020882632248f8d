-- One row per activity of an event log: how often it happened, in how many cases, how early in a
-- case, and in how many cases it was the last.
with

events as (

    select
        source_name,
        case_id,
        activity,
        transition,
        actor_id,
        happened_at,
        file_row,
        max(case when lower(transition) = 'complete' then 1 else 0 end) over (
            partition by source_name, activity
        ) as has_completions
    from raw_event_log__event

),

placed as (

    select
        source_name,
        case_id,
        activity,
        actor_id,
        row_number() over (
            partition by source_name, case_id
            order by happened_at, file_row
        ) as place
    from events
    where has_completions = 0 or lower(transition) = 'complete'

),

-- In which cases each activity happened, and when first.
of_cases as (

    select
        source_name,
        case_id,
        activity,
        count(*) as events,
        min(place) as first_place
    from placed
    group by source_name, case_id, activity

)

select
    source_name,
    activity,
    sum(events)::bigint as events,
    count(*) as cases,
    avg(first_place) as mean_place,
    count(*) filter (where case_id in (
        select won.case_id from of_cases as won
        where won.activity = $won
    )) as cases_with_won

from of_cases

group by source_name, activity

order by cases desc, activity
