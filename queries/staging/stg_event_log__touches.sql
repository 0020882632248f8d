-- One row per event that the config calls a touch.
with

-- Where a log tells when work was scheduled and begun, only what was completed has happened.
events as (

    select
        source_name,
        case_id,
        activity,
        transition,
        actor_id,
        happened_at,
        happened_date,
        max(case when lower(transition) = 'complete' then 1 else 0 end) over (
            partition by source_name, activity
        ) as has_completions
    from raw_event_log__event

)

select
    events.source_name,
    events.case_id as lead_id,
    events.actor_id,
    config_touch_types.kind,
    config_touch_types.type as export_kind,
    config_touch_types.gated as is_gated,
    config_touch_types.direction,
    events.happened_at as at,
    events.happened_date as at_date

from events

inner join config_touch_types
    on events.activity = config_touch_types.type

where events.has_completions = 0 or lower(events.transition) = 'complete'
