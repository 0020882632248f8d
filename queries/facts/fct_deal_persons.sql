-- One row per deal and person: the person the deal is linked to, and everybody with a role in it.
select
    opportunity_id,
    person_id
from fct_deal_links
where person_id is not null

union

select
    opportunity_contacts.opportunity_id,
    opportunity_contacts.person_id
from opportunity_contacts
cross join clock
inner join fct_deal_links
    on opportunity_contacts.opportunity_id = fct_deal_links.opportunity_id
where coalesce(opportunity_contacts.added_at <= clock.as_of_at, true)
