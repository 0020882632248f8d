-- One row per deal, gate and decision, from the gate's date field or, without one, from today's value:
-- only a date is known.
with

stated as (

    select
        raw_stage_dates__opportunity_gates.source_name,
        raw_stage_dates__opportunity_gates.opportunity_id,
        raw_stage_dates__opportunity_gates.gate,
        raw_stage_dates__opportunity_gates.reason,
        raw_stage_dates__opportunity_gates.date_quality,
        raw_stage_dates__opportunity_gates.gate_at,
        raw_stage_dates__opportunity_gates.gate_date,
        raw_stage_dates__opportunity.modified_at,
        raw_stage_dates__opportunity.modified_date,
        config_gate_values.verdict,
        config_gate_values.fail_kind
    from raw_stage_dates__opportunity_gates
    inner join raw_stage_dates__opportunity
        on
            raw_stage_dates__opportunity_gates.source_name
            = raw_stage_dates__opportunity.source_name
            and raw_stage_dates__opportunity_gates.opportunity_id
            = raw_stage_dates__opportunity.opportunity_id
    left join config_gate_values
        on
            raw_stage_dates__opportunity_gates.gate = config_gate_values.gate
            and raw_stage_dates__opportunity_gates.current_value = config_gate_values.value

),

decided as (

    -- A date field says when the gate was passed, whatever became of the deal afterwards.
    select
        source_name,
        opportunity_id,
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
        opportunity_id,
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
    'opportunity' as entity_type,
    decided.opportunity_id as entity_id,
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
