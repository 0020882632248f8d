-- One row per person and id that another system gives them, as their own system keeps it.
with

kept as (

    select
        source_name,
        coalesce(person_id, lead_id) as record_id,
        synced_lead_id as synced_id
    from all_leads
    where
        synced_lead_id is not null
        and (not coalesce(is_deleted, false) or merged_into_id is not null)

    union

    select
        source_name,
        coalesce(person_id, lead_id) as record_id,
        synced_person_id as synced_id
    from all_leads
    where
        synced_person_id is not null
        and (not coalesce(is_deleted, false) or merged_into_id is not null)

    union

    select
        source_name,
        person_id as record_id,
        synced_person_id as synced_id
    from all_contacts
    where
        synced_person_id is not null
        and (not coalesce(is_deleted, false) or merged_into_id is not null)

)

-- An id kept by more than twenty is a filler such as 0, and tells nothing.
select
    source_name,
    record_id,
    synced_id,
    min(record_id) over (partition by source_name, synced_id) as first_id

from kept

qualify count(*) over (partition by source_name, synced_id) <= 20
