/*
title = "History of deals that have no row of their own"
table = "deal_changes"
severity = "warning"
mend = "Export the deals that are missing (deleted and merged ones too), or leave their history out."
*/
select
    deal_changes.opportunity_id as record_id,
    count(*) || ' rows, from ' || min(deal_changes.changed_date) || ' to '
    || max(deal_changes.changed_date) as detail

from deal_changes

left join opportunities
    on deal_changes.opportunity_id = opportunities.opportunity_id

where opportunities.opportunity_id is null

group by deal_changes.opportunity_id
