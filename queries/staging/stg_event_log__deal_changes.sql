-- One row per event by which a deal entered a stage, from the deal's first one on.
with

-- Where a log tells when work was scheduled and begun, only what was completed has happened.
events as (

    select
        source_name,
        case_id,
        activity,
        transition,
        actor_id,
        date_quality,
        happened_at,
        happened_date,
        max(case when lower(transition) = 'complete' then 1 else 0 end) over (
            partition by source_name, activity
        ) as has_completions
    from raw_event_log__event

)

select
    events.source_name,
    events.case_id as opportunity_id,
    events.actor_id,
    events.activity as stage,
    events.date_quality,
    events.happened_at as changed_at,
    events.happened_date as changed_date,
    case when events.date_quality = 'recorded' then events.happened_at end as recorded_at,
    case when events.date_quality = 'recorded' then events.happened_date end as recorded_date

from events

inner join stg_event_log__opportunities
    on
        events.source_name = stg_event_log__opportunities.source_name
        and events.case_id = stg_event_log__opportunities.opportunity_id
        and events.happened_at >= stg_event_log__opportunities.created_at

inner join config_stages
    on
        events.activity = config_stages.stage
        and stg_event_log__opportunities.pipeline = config_stages.pipeline

where events.has_completions = 0 or lower(events.transition) = 'complete'
