-- One row per id of a person whom more than one system holds: a lead's, a contact's.
with

ids as (

    select
        link_persons.person_id,
        all_leads.lead_id as record_id,
        all_leads.source_name
    from all_leads
    inner join link_persons
        on coalesce(all_leads.person_id, all_leads.lead_id) = link_persons.record_id

    union all

    select
        link_persons.person_id,
        all_leads.person_id as record_id,
        all_leads.source_name
    from all_leads
    inner join link_persons
        on all_leads.person_id = link_persons.record_id

    union all

    select
        link_persons.person_id,
        all_contacts.person_id as record_id,
        all_contacts.source_name
    from all_contacts
    inner join link_persons
        on all_contacts.person_id = link_persons.record_id

    union all

    select
        link_persons.person_id,
        all_opportunity_contacts.person_id as record_id,
        all_opportunity_contacts.source_name
    from all_opportunity_contacts
    inner join link_persons
        on all_opportunity_contacts.person_id = link_persons.record_id

),

held_twice as (

    select person_id
    from ids
    group by person_id
    having min(source_name) <> max(source_name)

)

select
    ids.person_id,
    ids.record_id

from ids

inner join held_twice
    on ids.person_id = held_twice.person_id

group by
    ids.person_id,
    ids.record_id
