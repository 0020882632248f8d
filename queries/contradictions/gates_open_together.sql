/*
title = "Two gates wait for one record at the same time"
table = "gate_decisions"
severity = "note"
mend = "See whether the earlier gate was forgotten: without a verdict it is neither passed nor failed."
*/
select
    entity_id as record_id,
    'without a verdict: ' || string_agg(distinct gate, ', ' order by gate) as detail

from gate_decisions

where verdict = 'none'

group by entity_id

having count(distinct gate) > 1
