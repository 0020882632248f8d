/*
title = "Deals that were closed and went on"
table = "deal_changes"
severity = "note"
mend = "Nothing to mend: they are kept, and their last outcome counts."
*/
select
    deal_changes.opportunity_id as record_id,
    'closed on ' || min(deal_changes.changed_date) filter (stages.role in ('won', 'lost'))
    || ', open again on ' || max(deal_changes.changed_date)
    filter (stages.role in ('open', 'parked')) as detail

from deal_changes

inner join opportunities
    on deal_changes.opportunity_id = opportunities.opportunity_id

inner join stages
    on
        opportunities.pipeline = stages.pipeline
        and deal_changes.stage = stages.stage

group by deal_changes.opportunity_id

having
    min(deal_changes.changed_at) filter (stages.role in ('won', 'lost'))
    < max(deal_changes.changed_at) filter (stages.role in ('open', 'parked'))
