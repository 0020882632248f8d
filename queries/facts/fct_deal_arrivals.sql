-- One row per person of a deal who came in as a lead: the moments at which they came and asked for
-- contact, of which fct_leads keeps the days.
select
    fct_deal_persons.opportunity_id,
    fct_persons.person_id,
    fct_persons.created_at,
    fct_persons.hand_raised_at

from fct_deal_persons

inner join fct_persons
    on fct_deal_persons.person_id = fct_persons.person_id
