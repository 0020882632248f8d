/*
title = "A later gate was passed before an earlier one"
table = "gate_decisions"
severity = "warning"
mend = "See which of the two is stamped by hand or by a process, and map the time that is recorded."
*/
with

-- One row per entity and gate: the first time it was passed.
first_passes as (

    select
        gate_decisions.entity_id,
        gate_decisions.gate,
        config_gates.position,
        min(gate_decisions.decided_at) as decided_at,
        min(gate_decisions.decided_date) as decided_date,
        bool_and(gate_decisions.date_quality = 'recorded') as has_time
    from gate_decisions
    inner join config_gates
        on gate_decisions.gate = config_gates.gate
    where gate_decisions.verdict = 'pass'
    group by gate_decisions.entity_id, gate_decisions.gate, config_gates.position

)

select
    earlier.entity_id as record_id,
    later.gate || ' on ' || min(later.decided_date) || ', ' || earlier.gate || ' on '
    || earlier.decided_date as detail

from first_passes as earlier

inner join first_passes as later
    on
        earlier.entity_id = later.entity_id
        and earlier.position < later.position

where
    later.decided_date < earlier.decided_date
    or (earlier.has_time and later.has_time and later.decided_at < earlier.decided_at)

group by earlier.entity_id, earlier.gate, later.gate, earlier.decided_date
