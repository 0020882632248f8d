/*
title = "Decisions of a gate that the config does not declare"
table = "gate_decisions"
severity = "warning"
mend = "Declare a [[gate]] of that name, or leave these rows out of the map with where."
*/
select
    gate_decisions.gate as record_id,
    count(*) || ' decisions are counted nowhere' as detail

from gate_decisions

left join config_gates
    on gate_decisions.gate = config_gates.gate

where config_gates.gate is null

group by gate_decisions.gate
