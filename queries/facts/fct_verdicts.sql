-- One row per decision of a gate that stands before the deal, about a person.
-- A verdict known only by an editable or a bare date has no recorded_at: only its day counts.
-- Its gate_days begin when the gate was opened for the person; where nobody recorded that, when
-- the person last passed an earlier gate, else when they came in. Null where that came later.
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
        gate_decisions.opened_date,
        gate_decisions.score,
        gate_decisions.threshold,
        coalesce(gate_decisions.required_fields, config_gates.required_fields) as required_fields,
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

),

numbered as (

    select
        verdicts.*,
        row_number() over (
            partition by verdicts.person_id, verdicts.gate
            order by verdicts.decided_at, verdicts.verdict
        ) as nth
    from verdicts

),

-- The last pass of an earlier gate that was known by the day of the decision.
earlier_passes as (

    select
        numbered.person_id,
        numbered.gate,
        numbered.nth,
        max(passes.decided_date) as passed_date
    from numbered
    inner join verdicts as passes
        on numbered.person_id = passes.person_id
    where
        passes.verdict in ('pass', 'waived')
        and passes.position < numbered.position
        and passes.decided_date <= numbered.decided_date
    group by numbered.person_id, numbered.gate, numbered.nth

)

select
    verdicts.person_id
    || '/' || verdicts.gate
    || '/' || cast(verdicts.nth as varchar) as verdict_id,
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
    verdicts.opened_date,
    verdicts.score,
    verdicts.threshold,
    verdicts.required_fields,
    case
        when
            coalesce(
                verdicts.opened_date, earlier_passes.passed_date, fct_persons.created_date
            ) <= verdicts.decided_date
            then date_diff(
                'day',
                coalesce(
                    verdicts.opened_date, earlier_passes.passed_date, fct_persons.created_date
                ),
                verdicts.decided_date
            )
    end as gate_days,
    verdicts.recorded_at,
    -- The day it became known: what is told later with an earlier date was not known before.
    coalesce(verdicts.recorded_date, verdicts.decided_date) as known_date

from numbered as verdicts

left join earlier_passes
    on
        verdicts.person_id = earlier_passes.person_id
        and verdicts.gate = earlier_passes.gate
        and verdicts.nth = earlier_passes.nth

left join fct_persons
    on verdicts.person_id = fct_persons.person_id
