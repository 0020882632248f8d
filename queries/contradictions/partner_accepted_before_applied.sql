/*
title = "Partners accepted before they applied"
table = "partners"
severity = "warning"
mend = "Exchange applied_at and accepted_at in the map, or correct them."
*/
select
    partner_id as record_id,
    'accepted on ' || accepted_date || ', applied on ' || applied_date as detail

from partners

where accepted_date < applied_date
