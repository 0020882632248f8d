-- One row per decision of a gate that stands before the deal, about a person.
-- A verdict known only by an editable or a bare date has no recorded_at: only its day counts.
with

verdicts as (

    select
        fct_lead_persons.person_id,
        gate_decisions.entity_id as lead_id,
        gate_decisions.gate,
        gate_decisions.verdict,
        gate_decisions.fail_kind,
        gate_decisions.decided_by,
        gate_decisions.actor_id,
        gate_decisions.reason,
        gate_decisions.decided_at,
        gate_decisions.decided_date,
        gate_decisions.date_quality,
        config_gates.position,
        config_gates.step,
        case
            when gate_decisions.date_quality = 'recorded' then gate_decisions.recorded_at
        end as recorded_at,
        case
            when gate_decisions.date_quality = 'recorded' then gate_decisions.recorded_date
        end as recorded_date

    from gate_decisions

    inner join config_gates
        on gate_decisions.gate = config_gates.gate

    inner join fct_lead_persons
        on gate_decisions.entity_id = fct_lead_persons.lead_id

    where
        gate_decisions.entity_type = 'lead'
        and config_gates.before = 'opportunity'

)

select
    verdicts.person_id
    || '/' || verdicts.gate
    || '/' || cast(row_number() over (
        partition by verdicts.person_id, verdicts.gate
        order by verdicts.decided_at, verdicts.verdict
    ) as varchar) as verdict_id,
    verdicts.person_id,
    verdicts.lead_id,
    verdicts.gate,
    verdicts.step,
    verdicts.verdict,
    verdicts.fail_kind,
    verdicts.decided_by,
    verdicts.actor_id,
    verdicts.reason,
    verdicts.date_quality,
    verdicts.position,
    verdicts.decided_at,
    verdicts.decided_date,
    verdicts.recorded_at,
    -- The day it became known: what is told later with an earlier date was not known before.
    coalesce(verdicts.recorded_date, verdicts.decided_date) as known_date

from verdicts
