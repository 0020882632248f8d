-- One row per prospect, gate and decision, from the gate's date field or, without one, from today's
-- value: Pardot exports no log of changed fields, so only a date is known.
with

stated as (

    select
        raw_pardot__prospect_gates.source_name,
        raw_pardot__prospect_gates.lead_id,
        raw_pardot__prospect_gates.gate,
        raw_pardot__prospect_gates.reason,
        raw_pardot__prospect_gates.date_quality,
        raw_pardot__prospect_gates.gate_at,
        raw_pardot__prospect_gates.gate_date,
        raw_pardot__prospect.modified_at,
        raw_pardot__prospect.modified_date,
        config_gate_values.verdict,
        config_gate_values.fail_kind
    from raw_pardot__prospect_gates
    inner join raw_pardot__prospect
        on
            raw_pardot__prospect_gates.source_name = raw_pardot__prospect.source_name
            and raw_pardot__prospect_gates.lead_id = raw_pardot__prospect.lead_id
    left join config_gate_values
        on
            raw_pardot__prospect_gates.gate = config_gate_values.gate
            and raw_pardot__prospect_gates.current_value = config_gate_values.value

),

decided as (

    -- A date field says when the gate was passed, whatever became of the prospect afterwards.
    select
        source_name,
        lead_id,
        gate,
        'pass' as verdict,
        cast(null as varchar) as fail_kind,
        cast(null as varchar) as reason,
        date_quality,
        gate_at as decided_at,
        gate_date as decided_date
    from stated
    where gate_at is not null
    union all
    select
        source_name,
        lead_id,
        gate,
        verdict,
        fail_kind,
        case when verdict = 'fail' then reason end as reason,
        'date' as date_quality,
        modified_at as decided_at,
        modified_date as decided_date
    from stated
    where
        verdict is not null
        and not (verdict = 'pass' and gate_at is not null)

)

select
    decided.source_name,
    'lead' as entity_type,
    decided.lead_id as entity_id,
    decided.gate,
    decided.verdict,
    decided.fail_kind,
    config_gates.decided_by,
    decided.reason,
    decided.date_quality,
    decided.decided_at,
    decided.decided_date

from decided

inner join config_gates
    on decided.gate = config_gates.gate

where decided.decided_at is not null
