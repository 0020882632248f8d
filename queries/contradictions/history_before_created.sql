/*
title = "Deals with history from before they were created"
table = "deal_changes"
severity = "warning"
mend = "Map the time of the first creation: an import or a merge writes a later one."
*/
select
    opportunities.opportunity_id as record_id,
    'created on ' || opportunities.created_date || ', changed on '
    || min(deal_changes.changed_date) as detail

from opportunities

inner join deal_changes
    on opportunities.opportunity_id = deal_changes.opportunity_id

where deal_changes.changed_date < opportunities.created_date

group by opportunities.opportunity_id, opportunities.created_date
