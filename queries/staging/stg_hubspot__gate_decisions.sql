-- One row per contact, gate and decision. From the property history, to the second; for a gate whose
-- property has no history from its date property or, last, from today's value: then only a date is
-- known. A gate's field is the property's name, with or without what a loader puts before it.
with

gates as (

    select
        gate,
        source_name,
        decided_by,
        case
            when starts_with(field, 'property_') then substring(field, 10)
            when starts_with(field, 'properties_') then substring(field, 12)
            else field
        end as field,
        case
            when starts_with(reason_field, 'property_') then substring(reason_field, 10)
            when starts_with(reason_field, 'properties_') then substring(reason_field, 12)
            else reason_field
        end as reason_field
    from config_gates

),

history as (

    select
        source_name,
        lead_id,
        field_name,
        value,
        case when source_id like 'userId:%' then substring(source_id, 8) end as actor_id,
        changed_at,
        changed_date
    from raw_hubspot__contact_property_history
    where not coalesce(is_deleted, false)

),

tracked_fields as (

    select distinct
        source_name,
        field_name
    from history

),

from_history as (

    select
        history.source_name,
        history.lead_id,
        gates.gate,
        history.actor_id,
        config_gate_values.verdict,
        config_gate_values.fail_kind,
        'recorded' as date_quality,
        history.changed_at as decided_at,
        history.changed_date as decided_date
    from history
    inner join gates
        on
            history.field_name = gates.field
            and history.source_name = coalesce(gates.source_name, history.source_name)
    inner join config_gate_values
        on
            gates.gate = config_gate_values.gate
            and history.value = config_gate_values.value

),

untracked as (

    select
        raw_hubspot__contact_gates.source_name,
        raw_hubspot__contact_gates.lead_id,
        raw_hubspot__contact_gates.gate,
        raw_hubspot__contact_gates.date_quality as gate_date_quality,
        config_gate_values.verdict,
        config_gate_values.fail_kind,
        raw_hubspot__contact_gates.gate_at,
        raw_hubspot__contact_gates.gate_date,
        raw_hubspot__contact.modified_at,
        raw_hubspot__contact.modified_date
    from raw_hubspot__contact_gates
    inner join raw_hubspot__contact
        on
            raw_hubspot__contact_gates.source_name = raw_hubspot__contact.source_name
            and raw_hubspot__contact_gates.lead_id = raw_hubspot__contact.lead_id
    inner join gates
        on raw_hubspot__contact_gates.gate = gates.gate
    left join tracked_fields
        on
            raw_hubspot__contact_gates.source_name = tracked_fields.source_name
            and gates.field = tracked_fields.field_name
    left join config_gate_values
        on
            gates.gate = config_gate_values.gate
            and raw_hubspot__contact_gates.current_value = config_gate_values.value
    where tracked_fields.field_name is null

),

decisions as (

    select
        source_name,
        lead_id,
        gate,
        actor_id,
        verdict,
        fail_kind,
        date_quality,
        decided_at,
        decided_date
    from from_history
    union all
    -- A date property says when the gate was passed, whatever became of the contact afterwards.
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
    union all
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

reasons_in_history as (

    select
        history.source_name,
        history.lead_id,
        gates.gate,
        history.changed_at,
        max(history.value) as reason
    from history
    inner join gates
        on
            history.field_name = gates.reason_field
            and history.source_name = coalesce(gates.source_name, history.source_name)
    group by history.source_name, history.lead_id, gates.gate, history.changed_at

),

numbered as (

    select
        source_name,
        lead_id,
        gate,
        actor_id,
        verdict,
        fail_kind,
        date_quality,
        decided_at,
        decided_date,
        row_number() over (
            partition by source_name, lead_id, gate
            order by decided_at desc, verdict
        ) as nth_from_last
    from decisions
    where decided_at is not null

)

select
    numbered.source_name,
    'lead' as entity_type,
    numbered.lead_id as entity_id,
    numbered.gate,
    numbered.verdict,
    numbered.fail_kind,
    gates.decided_by,
    numbered.actor_id,
    -- Today's reason belongs to the last verdict; earlier ones have theirs in the history or none.
    case
        when numbered.verdict <> 'fail' then null
        when reasons_in_history.reason is not null then reasons_in_history.reason
        when numbered.nth_from_last = 1 then raw_hubspot__contact_gates.reason
    end as reason,
    numbered.date_quality,
    numbered.decided_at,
    numbered.decided_date,
    case when numbered.date_quality = 'recorded' then numbered.decided_at end as recorded_at,
    case when numbered.date_quality = 'recorded' then numbered.decided_date end
        as recorded_date

from numbered

inner join gates
    on numbered.gate = gates.gate

left join reasons_in_history
    on
        numbered.source_name = reasons_in_history.source_name
        and numbered.lead_id = reasons_in_history.lead_id
        and numbered.gate = reasons_in_history.gate
        and numbered.decided_at = reasons_in_history.changed_at

left join raw_hubspot__contact_gates
    on
        numbered.source_name = raw_hubspot__contact_gates.source_name
        and numbered.lead_id = raw_hubspot__contact_gates.lead_id
        and numbered.gate = raw_hubspot__contact_gates.gate
