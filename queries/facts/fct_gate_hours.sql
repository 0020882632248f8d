-- One row per person who came in as a lead, day, and side of sales that worked on them: the minutes
-- that were recorded, and the touches without any, for which an assumption stands in. A touch counts
-- once: for the person behind the deal that it names, else for the person it was with, else for the
-- person in whose first deal that one has a role. What was done on a deal that is no new business is
-- not effort on a lead; nor is what marketing sends or a machine does.
with

deals as (

    select
        fct_deals.opportunity_id,
        fct_deals.is_new_business,
        fct_deals.created_at,
        fct_persons.person_id
    from fct_deals
    left join fct_persons
        on fct_deals.person_id = fct_persons.person_id

),

colleagues as (

    select
        fct_deal_persons.person_id,
        min_by(deals.person_id, deals.created_at) as lead_person_id
    from fct_deal_persons
    inner join deals
        on fct_deal_persons.opportunity_id = deals.opportunity_id
    where
        deals.is_new_business
        and deals.person_id is not null
    group by fct_deal_persons.person_id

),

efforts as (

    select
        fct_contacts.source_name,
        fct_contacts.touch_id,
        fct_contacts.contact_date,
        fct_contacts.actor_side,
        fct_contacts.minutes,
        coalesce(deals.person_id, fct_persons.person_id, colleagues.lead_person_id) as person_id
    from fct_contacts
    left join deals
        on fct_contacts.opportunity_id = deals.opportunity_id
    left join fct_persons
        on fct_contacts.person_id = fct_persons.person_id
    left join colleagues
        on fct_contacts.person_id = colleagues.person_id
    where
        fct_contacts.actor_side in ('sales_development', 'seller')
        and coalesce(deals.is_new_business, true)
        and coalesce(deals.person_id, fct_persons.person_id, colleagues.lead_person_id) is not null

),

-- A touch with several people is a row for each, of which one holds its minutes.
touches as (

    select
        min(person_id) as person_id,
        min(contact_date) as contact_date,
        min(actor_side) as actor_side,
        max(minutes) as minutes
    from efforts
    where touch_id is not null
    group by
        source_name,
        touch_id

    union all

    select
        person_id,
        contact_date,
        actor_side,
        minutes
    from efforts
    where touch_id is null

)

select
    person_id,
    contact_date,
    actor_side,
    coalesce(sum(minutes), 0.0) as minutes,
    count(*) filter (where minutes is null) as untimed_touches

from touches

group by
    person_id,
    contact_date,
    actor_side
