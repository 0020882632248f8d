-- One row per contact.
-- Where only a record's versions were exported the last of them tells it; a record without one
-- that still holds was deleted.
with

last_versions as (

    select
        source_name,
        person_id,
        account_id,
        merged_into_id,
        synced_person_id,
        email_hash,
        email_domain,
        is_deleted,
        is_removed,
        created_at,
        created_date,
        modified_at,
        modified_date,
        coalesce(is_current, coalesce(substring(ended_on, 1, 4), '9999') >= '2050') as is_current
    from raw_salesforce__contact_version
    qualify
        row_number() over (
            partition by source_name, person_id
            order by started_at desc
        ) = 1

),

records as (

    select
        source_name,
        person_id,
        account_id,
        merged_into_id,
        synced_person_id,
        email_hash,
        email_domain,
        is_deleted,
        is_removed,
        created_at,
        created_date,
        modified_at,
        modified_date,
        is_current
    from raw_salesforce__contact
    union all
    select
        last_versions.source_name,
        last_versions.person_id,
        last_versions.account_id,
        last_versions.merged_into_id,
        last_versions.synced_person_id,
        last_versions.email_hash,
        last_versions.email_domain,
        last_versions.is_deleted,
        last_versions.is_removed,
        last_versions.created_at,
        last_versions.created_date,
        last_versions.modified_at,
        last_versions.modified_date,
        last_versions.is_current
    from last_versions
    left join raw_salesforce__contact
        on
            last_versions.source_name = raw_salesforce__contact.source_name
            and last_versions.person_id = raw_salesforce__contact.person_id
    where raw_salesforce__contact.person_id is null

)

select
    source_name,
    person_id,
    account_id,
    merged_into_id,
    synced_person_id,
    email_hash,
    email_domain,
    coalesce(is_deleted, false)
    or coalesce(is_removed, false)
    or not coalesce(is_current, true) as is_deleted,
    created_at,
    created_date,
    modified_at,
    modified_date

from records
