-- One row per touch of a deal: named on the touch itself, or with one of the deal's persons and
-- naming no other deal. Kept for the timeline of a deal.
with

named as (

    select
        fct_contacts.opportunity_id,
        fct_contacts.person_id,
        fct_contacts.kind,
        fct_contacts.export_kind,
        fct_contacts.direction,
        fct_contacts.actor_role,
        fct_contacts.contact_at,
        fct_contacts.contact_date
    from fct_contacts
    inner join fct_deal_links
        on fct_contacts.opportunity_id = fct_deal_links.opportunity_id

),

by_person as (

    select
        fct_deal_persons.opportunity_id,
        fct_contacts.person_id,
        fct_contacts.kind,
        fct_contacts.export_kind,
        fct_contacts.direction,
        fct_contacts.actor_role,
        fct_contacts.contact_at,
        fct_contacts.contact_date
    from fct_contacts
    inner join fct_deal_persons
        on fct_contacts.person_id = fct_deal_persons.person_id
    where fct_contacts.opportunity_id is null

)

select
    opportunity_id,
    person_id,
    kind,
    export_kind,
    direction,
    actor_role,
    contact_at,
    contact_date
from named

union all

select
    opportunity_id,
    person_id,
    kind,
    export_kind,
    direction,
    actor_role,
    contact_at,
    contact_date
from by_person
