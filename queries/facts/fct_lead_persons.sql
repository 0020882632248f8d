-- One row per lead record, deleted ones too: which person it is, and how that is known where it
-- goes by another record: converted to a contact, synced_id, merged, or email.
with

persons as (

    select
        lead_id,
        person_id is not null as is_linked,
        coalesce(person_id, lead_id) as person_id
    from leads

),

repeated as (

    select person_id
    from persons
    group by person_id
    having count(*) > 1

)

select
    persons.lead_id,
    persons.person_id,
    case when persons.is_linked then coalesce(link_persons.how, 'converted') end as how,
    repeated.person_id is not null as is_repeated

from persons

left join repeated
    on persons.person_id = repeated.person_id

left join link_persons
    on persons.lead_id = link_persons.record_id
