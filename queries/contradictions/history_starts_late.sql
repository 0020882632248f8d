/*
title = "Deals whose history begins in the middle"
table = "deal_changes"
severity = "note"
mend = "Field history is kept for 18 to 24 months: export it now and keep what you have. First stages of these deals are not known."
*/
select
    opportunities.opportunity_id as record_id,
    'created on ' || opportunities.created_date || ', first known stage on '
    || min(deal_changes.changed_date) as detail

from opportunities

inner join deal_changes
    on opportunities.opportunity_id = deal_changes.opportunity_id

where deal_changes.stage is not null

group by opportunities.opportunity_id, opportunities.created_date

having min(deal_changes.changed_date) > opportunities.created_date + interval 1 day
