-- One row per lead, gate and decision. From the log of changed values, to the second; for a gate whose
-- field is not in the log from the gate's date field or, last, from today's value: then only a date
-- is known.
with

-- A gate may name its field by its label or by its name in the API.
tracked as (

    select
        raw_marketo__value_change.source_name,
        raw_marketo__value_change.field_label,
        config_gates.gate,
        min(raw_marketo__value_change.changed_at) as tracked_since
    from raw_marketo__value_change
    left join raw_marketo__lead_field
        on
            raw_marketo__value_change.source_name = raw_marketo__lead_field.source_name
            and raw_marketo__value_change.field_label = raw_marketo__lead_field.field_label
    inner join config_gates
        on
            coalesce(config_gates.source_name, raw_marketo__value_change.source_name)
            = raw_marketo__value_change.source_name
            and lower(config_gates.field) in (
                lower(raw_marketo__value_change.field_label),
                lower(raw_marketo__lead_field.field_name)
            )
    group by
        raw_marketo__value_change.source_name,
        raw_marketo__value_change.field_label,
        config_gates.gate

),

history as (

    select
        raw_marketo__value_change.source_name,
        raw_marketo__value_change.lead_id,
        tracked.gate,
        raw_marketo__value_change.actor_id,
        raw_marketo__value_change.old_value,
        raw_marketo__value_change.new_value,
        raw_marketo__value_change.date_quality,
        raw_marketo__value_change.changed_at,
        raw_marketo__value_change.changed_date,
        row_number() over (
            partition by
                raw_marketo__value_change.source_name,
                raw_marketo__value_change.lead_id,
                tracked.gate
            order by
                raw_marketo__value_change.changed_at,
                raw_marketo__value_change.change_id,
                raw_marketo__value_change.file_row
        ) as nth_change
    from raw_marketo__value_change
    inner join tracked
        on
            raw_marketo__value_change.source_name = tracked.source_name
            and raw_marketo__value_change.field_label = tracked.field_label

),

log_starts as (

    select
        source_name,
        min(changed_at) as started_at
    from raw_marketo__value_change
    group by source_name

),

from_log as (

    select
        history.source_name,
        history.lead_id,
        history.gate,
        history.actor_id,
        config_gate_values.verdict,
        config_gate_values.fail_kind,
        history.date_quality,
        history.changed_at as decided_at,
        history.changed_date as decided_date
    from history
    inner join config_gate_values
        on
            history.gate = config_gate_values.gate
            and history.new_value = config_gate_values.value

),

-- A lead that came in with the value of a verdict has no row for it: it is the value before the
-- first change, where the log reaches back to the lead's creation.
at_creation as (

    select
        history.source_name,
        history.lead_id,
        history.gate,
        cast(null as varchar) as actor_id,
        config_gate_values.verdict,
        config_gate_values.fail_kind,
        'recorded' as date_quality,
        raw_marketo__lead.created_at as decided_at,
        raw_marketo__lead.created_date as decided_date
    from history
    inner join raw_marketo__lead
        on
            history.source_name = raw_marketo__lead.source_name
            and history.lead_id = raw_marketo__lead.lead_id
    inner join log_starts
        on
            history.source_name = log_starts.source_name
            and raw_marketo__lead.created_at >= log_starts.started_at
    inner join config_gate_values
        on
            history.gate = config_gate_values.gate
            and history.old_value = config_gate_values.value
    where history.nth_change = 1

),

untracked as (

    select
        raw_marketo__lead_gates.source_name,
        raw_marketo__lead_gates.lead_id,
        raw_marketo__lead_gates.gate,
        raw_marketo__lead_gates.date_quality as gate_date_quality,
        raw_marketo__lead_gates.gate_at,
        raw_marketo__lead_gates.gate_date,
        raw_marketo__lead.modified_at,
        raw_marketo__lead.modified_date,
        config_gate_values.verdict,
        config_gate_values.fail_kind
    from raw_marketo__lead_gates
    inner join raw_marketo__lead
        on
            raw_marketo__lead_gates.source_name = raw_marketo__lead.source_name
            and raw_marketo__lead_gates.lead_id = raw_marketo__lead.lead_id
    left join tracked
        on
            raw_marketo__lead_gates.source_name = tracked.source_name
            and raw_marketo__lead_gates.gate = tracked.gate
    left join config_gate_values
        on
            raw_marketo__lead_gates.gate = config_gate_values.gate
            and raw_marketo__lead_gates.current_value = config_gate_values.value
    where tracked.gate is null

),

-- A date field says when the gate was passed, whatever became of the lead afterwards.
from_date_field as (

    select
        source_name,
        lead_id,
        gate,
        cast(null as varchar) as actor_id,
        'pass' as verdict,
        cast(null as varchar) as fail_kind,
        gate_date_quality as date_quality,
        gate_at as decided_at,
        gate_date as decided_date
    from untracked
    where gate_at is not null

),

from_current_value as (

    select
        source_name,
        lead_id,
        gate,
        cast(null as varchar) as actor_id,
        verdict,
        fail_kind,
        'date' as date_quality,
        modified_at as decided_at,
        modified_date as decided_date
    from untracked
    where
        verdict is not null
        and not (verdict = 'pass' and gate_at is not null)

),

decided as (

    select
        from_log.source_name,
        from_log.lead_id,
        from_log.gate,
        from_log.actor_id,
        from_log.verdict,
        from_log.fail_kind,
        from_log.date_quality,
        from_log.decided_at,
        from_log.decided_date
    from from_log
    union all
    select
        at_creation.source_name,
        at_creation.lead_id,
        at_creation.gate,
        at_creation.actor_id,
        at_creation.verdict,
        at_creation.fail_kind,
        at_creation.date_quality,
        at_creation.decided_at,
        at_creation.decided_date
    from at_creation
    union all
    select
        from_date_field.source_name,
        from_date_field.lead_id,
        from_date_field.gate,
        from_date_field.actor_id,
        from_date_field.verdict,
        from_date_field.fail_kind,
        from_date_field.date_quality,
        from_date_field.decided_at,
        from_date_field.decided_date
    from from_date_field
    union all
    select
        from_current_value.source_name,
        from_current_value.lead_id,
        from_current_value.gate,
        from_current_value.actor_id,
        from_current_value.verdict,
        from_current_value.fail_kind,
        from_current_value.date_quality,
        from_current_value.decided_at,
        from_current_value.decided_date
    from from_current_value

)

select
    decided.source_name,
    'lead' as entity_type,
    decided.lead_id as entity_id,
    decided.gate,
    decided.verdict,
    decided.fail_kind,
    config_gates.decided_by,
    decided.actor_id,
    decided.date_quality,
    decided.decided_at,
    decided.decided_date,
    case when decided.date_quality = 'recorded' then decided.decided_at end as recorded_at,
    case when decided.date_quality = 'recorded' then decided.decided_date end as recorded_date

from decided

inner join config_gates
    on decided.gate = config_gates.gate

where decided.decided_at is not null
