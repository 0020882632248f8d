-- One row per case, gate and decision. Once a case is past a gate, what the same activities say
-- later is no decision of that gate: a loan declined after it was preaccepted was preaccepted.
with

-- Where a log tells when work was scheduled and begun, only what was completed has happened.
events as (

    select
        source_name,
        file_row,
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

),

decided as (

    select
        events.source_name,
        events.case_id,
        events.actor_id,
        events.date_quality,
        events.happened_at,
        events.happened_date,
        config_gates.gate,
        config_gates.decided_by,
        config_gate_values.verdict,
        config_gate_values.fail_kind,
        sum(case when config_gate_values.verdict = 'fail' then 0 else 1 end) over (
            partition by events.source_name, events.case_id, config_gates.gate
            order by events.happened_at, events.file_row
            rows between unbounded preceding and 1 preceding
        ) as passes_before
    from events
    inner join config_gate_values
        on events.activity = config_gate_values.value
    inner join config_gates
        on
            config_gate_values.gate = config_gates.gate
            and lower(config_gates.field) in ('activity', 'concept:name')
            and coalesce(config_gates.source_name, events.source_name) = events.source_name
    where events.has_completions = 0 or lower(events.transition) = 'complete'

)

select
    source_name,
    'lead' as entity_type,
    case_id as entity_id,
    gate,
    verdict,
    fail_kind,
    decided_by,
    actor_id,
    date_quality,
    happened_at as decided_at,
    happened_date as decided_date,
    case when date_quality = 'recorded' then happened_at end as recorded_at,
    case when date_quality = 'recorded' then happened_date end as recorded_date

from decided

where coalesce(passes_before, 0) = 0
