/*
title = "Leads converted to a deal that is not there"
table = "leads"
severity = "warning"
mend = "Export these deals too; until then the leads count as converted and never as won."
*/
select
    leads.lead_id as record_id,
    leads.converted_opportunity_id as other_id,
    'lead created on ' || leads.created_date as detail

from leads

left join opportunities
    on leads.converted_opportunity_id = opportunities.opportunity_id

where
    leads.converted_opportunity_id is not null
    and opportunities.opportunity_id is null
