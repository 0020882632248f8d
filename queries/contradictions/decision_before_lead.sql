/*
title = "A gate decided about a lead before the lead was created"
table = "gate_decisions"
severity = "warning"
mend = "Map the time at which the decision was recorded, or the lead's first creation."
*/
select
    leads.lead_id as record_id,
    gate_decisions.gate || ' on ' || min(gate_decisions.decided_date) || ', lead created on '
    || leads.created_date as detail

from gate_decisions

inner join leads
    on gate_decisions.entity_id = leads.lead_id

where
    gate_decisions.entity_type = 'lead'
    and gate_decisions.decided_date < leads.created_date

group by leads.lead_id, leads.created_date, gate_decisions.gate
