-- A lead record without a person would leave the population of every lead measure.
select leads.lead_id
from leads
left join fct_lead_persons
    on leads.lead_id = fct_lead_persons.lead_id
left join fct_leads
    on fct_lead_persons.person_id = fct_leads.person_id
where
    not coalesce(leads.is_deleted, false)
    and fct_leads.person_id is null
