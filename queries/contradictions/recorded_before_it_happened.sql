/*
title = "Changes recorded before they happened"
table = "deal_changes"
severity = "warning"
mend = "Exchange changed_at and recorded_at in the map, or set the source's time_zone."
*/
select
    opportunity_id as record_id,
    'changed on ' || changed_date || ', recorded on ' || recorded_date as detail

from deal_changes

where recorded_date < changed_date
