-- One row per lead, gate and decision. From the lead history, to the second; for a gate whose field
-- has no history from the gate's date field or, last, from today's value: then only a date is known.
with

history as (

    select
        source_name,
        lead_id,
        history_id,
        actor_id,
        field_name,
        old_value,
        new_value,
        changed_at,
        changed_date
    from stg_salesforce__gate_decisions__history

),

last_versions as (

    select
        source_name,
        lead_id,
        max(started_at) as started_at
    from raw_salesforce__lead_version
    group by source_name, lead_id

),

-- What the gates' own fields say today.
lead_gates as (

    select
        source_name,
        lead_id,
        gate,
        current_value,
        reason,
        date_quality,
        gate_at,
        gate_date
    from raw_salesforce__lead_gates
    union all
    select
        raw_salesforce__lead_version_gates.source_name,
        raw_salesforce__lead_version_gates.lead_id,
        raw_salesforce__lead_version_gates.gate,
        raw_salesforce__lead_version_gates.current_value,
        raw_salesforce__lead_version_gates.reason,
        raw_salesforce__lead_version_gates.date_quality,
        raw_salesforce__lead_version_gates.gate_at,
        raw_salesforce__lead_version_gates.gate_date
    from raw_salesforce__lead_version_gates
    inner join last_versions
        on
            raw_salesforce__lead_version_gates.source_name = last_versions.source_name
            and raw_salesforce__lead_version_gates.lead_id = last_versions.lead_id
            and raw_salesforce__lead_version_gates.started_at = last_versions.started_at
    left join raw_salesforce__lead
        on
            raw_salesforce__lead_version_gates.source_name = raw_salesforce__lead.source_name
            and raw_salesforce__lead_version_gates.lead_id = raw_salesforce__lead.lead_id
    where raw_salesforce__lead.lead_id is null

),

tracked_fields as (

    select
        source_name,
        field_name,
        min(changed_at) as tracked_since
    from history
    group by source_name, field_name

),

history_starts as (

    select
        source_name,
        min(changed_at) as started_at
    from raw_salesforce__lead_history
    group by source_name

),

from_history as (

    select
        history.source_name,
        history.lead_id,
        config_gates.gate,
        history.actor_id,
        config_gate_values.verdict,
        config_gate_values.fail_kind,
        'recorded' as date_quality,
        history.changed_at as decided_at,
        history.changed_date as decided_date
    from history
    inner join config_gates
        on
            history.field_name = config_gates.field
            and history.source_name = coalesce(config_gates.source_name, history.source_name)
    inner join config_gate_values
        on
            config_gates.gate = config_gate_values.gate
            and history.new_value = config_gate_values.value

),

-- A lead that was created with the value of a verdict has no row for it: it is the value before
-- the first change or, if there was no change, today's.
first_changes as (

    select
        source_name,
        lead_id,
        field_name,
        old_value
    from history
    qualify
        row_number() over (
            partition by source_name, lead_id, field_name
            order by changed_at, history_id
        ) = 1

),

at_creation as (

    select
        leads.source_name,
        leads.lead_id,
        config_gates.gate,
        cast(null as varchar) as actor_id,
        config_gate_values.verdict,
        config_gate_values.fail_kind,
        'recorded' as date_quality,
        leads.created_at as decided_at,
        leads.created_date as decided_date
    from stg_salesforce__leads__now as leads
    inner join history_starts
        on
            leads.source_name = history_starts.source_name
            and leads.created_at >= history_starts.started_at
    inner join config_gates
        on leads.source_name = coalesce(config_gates.source_name, leads.source_name)
    inner join tracked_fields
        on
            leads.source_name = tracked_fields.source_name
            and config_gates.field = tracked_fields.field_name
    left join first_changes
        on
            leads.source_name = first_changes.source_name
            and leads.lead_id = first_changes.lead_id
            and config_gates.field = first_changes.field_name
    left join lead_gates
        on
            leads.source_name = lead_gates.source_name
            and leads.lead_id = lead_gates.lead_id
            and config_gates.gate = lead_gates.gate
    inner join config_gate_values
        on
            config_gates.gate = config_gate_values.gate
            and config_gate_values.value = case
                when first_changes.lead_id is not null then first_changes.old_value
                else lead_gates.current_value
            end

),

untracked as (

    select
        lead_gates.source_name,
        lead_gates.lead_id,
        lead_gates.gate,
        lead_gates.current_value,
        lead_gates.date_quality as gate_date_quality,
        config_gate_values.verdict,
        config_gate_values.fail_kind,
        lead_gates.gate_at,
        lead_gates.gate_date,
        leads.is_converted,
        leads.converted_at,
        leads.converted_date,
        leads.modified_at,
        leads.modified_date
    from lead_gates
    inner join stg_salesforce__leads__now as leads
        on
            lead_gates.source_name = leads.source_name
            and lead_gates.lead_id = leads.lead_id
    inner join config_gates
        on lead_gates.gate = config_gates.gate
    left join tracked_fields
        on
            lead_gates.source_name = tracked_fields.source_name
            and config_gates.field = tracked_fields.field_name
    left join config_gate_values
        on
            config_gates.gate = config_gate_values.gate
            and lead_gates.current_value = config_gate_values.value
    where tracked_fields.field_name is null

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
        case
            when verdict = 'pass' and is_converted then coalesce(converted_at, modified_at)
            else modified_at
        end as decided_at,
        case
            when verdict = 'pass' and is_converted then coalesce(converted_date, modified_date)
            else modified_date
        end as decided_date
    from untracked
    where
        verdict is not null
        and not (verdict = 'pass' and gate_at is not null)

),

conversions as (

    select
        leads.source_name,
        leads.lead_id,
        config_gates.gate,
        min(history.actor_id) as actor_id,
        'pass' as verdict,
        cast(null as varchar) as fail_kind,
        case when count(history.lead_id) > 0 then 'recorded' else 'date' end as date_quality,
        coalesce(min(history.changed_at), min(leads.converted_at))
            as decided_at,
        coalesce(min(history.changed_date), min(leads.converted_date))
            as decided_date
    from stg_salesforce__leads__now as leads
    inner join config_gates
        on leads.source_name = coalesce(config_gates.source_name, leads.source_name)
    left join history
        on
            leads.source_name = history.source_name
            and leads.lead_id = history.lead_id
            and history.field_name = 'leadConverted'
    where
        leads.is_converted
        and config_gates.pass_on_conversion
    group by
        leads.source_name,
        leads.lead_id,
        config_gates.gate

),

stated_decisions as (

    select
        from_history.source_name,
        from_history.lead_id,
        from_history.gate,
        from_history.actor_id,
        from_history.verdict,
        from_history.fail_kind,
        from_history.date_quality,
        from_history.decided_at,
        from_history.decided_date
    from from_history
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

),

all_decisions as (

    select
        stated_decisions.source_name,
        stated_decisions.lead_id,
        stated_decisions.gate,
        stated_decisions.actor_id,
        stated_decisions.verdict,
        stated_decisions.fail_kind,
        stated_decisions.date_quality,
        stated_decisions.decided_at,
        stated_decisions.decided_date
    from stated_decisions
    union all
    select
        conversions.source_name,
        conversions.lead_id,
        conversions.gate,
        conversions.actor_id,
        conversions.verdict,
        conversions.fail_kind,
        conversions.date_quality,
        conversions.decided_at,
        conversions.decided_date
    from conversions
    -- The value that comes with the conversion may have said so already.
    left join stated_decisions
        on
            conversions.source_name = stated_decisions.source_name
            and conversions.lead_id = stated_decisions.lead_id
            and conversions.gate = stated_decisions.gate
            and conversions.decided_at = stated_decisions.decided_at
            and stated_decisions.verdict = 'pass'
    where stated_decisions.lead_id is null

),

reasons_in_history as (

    select
        history.source_name,
        history.lead_id,
        config_gates.gate,
        history.changed_at,
        max(history.new_value) as reason
    from history
    inner join config_gates
        on
            history.field_name = config_gates.reason_field
            and history.source_name = coalesce(config_gates.source_name, history.source_name)
    group by history.source_name, history.lead_id, config_gates.gate, history.changed_at

),

numbered as (

    select
        all_decisions.source_name,
        all_decisions.lead_id,
        all_decisions.gate,
        all_decisions.actor_id,
        all_decisions.verdict,
        all_decisions.fail_kind,
        all_decisions.date_quality,
        all_decisions.decided_at,
        all_decisions.decided_date,
        row_number() over (
            partition by all_decisions.source_name, all_decisions.lead_id, all_decisions.gate
            order by all_decisions.decided_at desc, all_decisions.verdict
        ) as nth_from_last
    from all_decisions
    where all_decisions.decided_at is not null

)

select
    numbered.source_name,
    'lead' as entity_type,
    numbered.lead_id as entity_id,
    numbered.gate,
    numbered.verdict,
    numbered.fail_kind,
    config_gates.decided_by,
    numbered.actor_id,
    -- Today's reason belongs to the last verdict; earlier ones have theirs in the history or none.
    case
        when numbered.verdict <> 'fail' then null
        when reasons_in_history.reason is not null then reasons_in_history.reason
        when numbered.nth_from_last = 1 then lead_gates.reason
    end as reason,
    numbered.date_quality,
    numbered.decided_at,
    numbered.decided_date,
    case when numbered.date_quality = 'recorded' then numbered.decided_at end as recorded_at,
    case when numbered.date_quality = 'recorded' then numbered.decided_date end
        as recorded_date

from numbered

inner join config_gates
    on numbered.gate = config_gates.gate

left join reasons_in_history
    on
        numbered.source_name = reasons_in_history.source_name
        and numbered.lead_id = reasons_in_history.lead_id
        and numbered.gate = reasons_in_history.gate
        and numbered.decided_at = reasons_in_history.changed_at

left join lead_gates
    on
        numbered.source_name = lead_gates.source_name
        and numbered.lead_id = lead_gates.lead_id
        and numbered.gate = lead_gates.gate
