/*
title = "Deals created before the lead they came from"
table = "opportunities"
severity = "note"
mend = "See whether leads are entered after the fact: such deals did not come through a gate."
*/
select
    opportunities.opportunity_id as record_id,
    leads.lead_id as other_id,
    'deal on ' || opportunities.created_date || ', lead on ' || leads.created_date as detail

from leads

inner join opportunities
    on leads.converted_opportunity_id = opportunities.opportunity_id

where opportunities.created_date < leads.created_date
