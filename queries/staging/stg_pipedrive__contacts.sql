-- One row per person.
select
    source_name,
    person_id,
    account_id,
    synced_person_id,
    merged_into_id,
    email_hash,
    email_domain,
    is_deleted,
    created_at,
    created_date,
    modified_at,
    modified_date

from raw_pipedrive__person
