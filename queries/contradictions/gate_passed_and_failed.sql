/*
title = "One gate said pass and fail at the same moment"
table = "gate_decisions"
severity = "warning"
mend = "Leave out one of the two with where, or map the time at which each was recorded."
*/
select
    entity_id as record_id,
    gate || ' on ' || decided_date || ': '
    || string_agg(distinct verdict, ', ' order by verdict) as detail

from gate_decisions

group by entity_id, gate, decided_at, decided_date

having count(distinct verdict) > 1
