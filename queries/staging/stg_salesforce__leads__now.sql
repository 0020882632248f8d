-- view: one row per lead record as it is now.
-- Where only a record's versions were exported the last of them tells it; a record without one
-- that still holds was deleted.
with

last_versions as (

    select
        source_name,
        lead_id,
        owner_id,
        converted_contact_id,
        converted_account_id,
        converted_opportunity_id,
        merged_into_id,
        synced_lead_id,
        synced_person_id,
        source,
        self_reported_source,
        email_hash,
        email_domain,
        dim_1,
        dim_2,
        dim_3,
        dim_4,
        dim_5,
        dim_6,
        dim_7,
        dim_8,
        score,
        let_through_at_random,
        is_converted,
        is_deleted,
        is_removed,
        created_at,
        created_date,
        modified_at,
        modified_date,
        converted_at,
        converted_date,
        hand_raised_at,
        hand_raised_date,
        coalesce(is_current, coalesce(substring(ended_on, 1, 4), '9999') >= '2050') as is_current
    from raw_salesforce__lead_version
    qualify
        row_number() over (
            partition by source_name, lead_id
            order by started_at desc
        ) = 1

),

records as (

    select
        source_name,
        lead_id,
        owner_id,
        converted_contact_id,
        converted_account_id,
        converted_opportunity_id,
        merged_into_id,
        synced_lead_id,
        synced_person_id,
        source,
        self_reported_source,
        email_hash,
        email_domain,
        dim_1,
        dim_2,
        dim_3,
        dim_4,
        dim_5,
        dim_6,
        dim_7,
        dim_8,
        score,
        let_through_at_random,
        is_converted,
        is_deleted,
        is_removed,
        created_at,
        created_date,
        modified_at,
        modified_date,
        converted_at,
        converted_date,
        hand_raised_at,
        hand_raised_date,
        is_current
    from raw_salesforce__lead
    union all
    select
        last_versions.source_name,
        last_versions.lead_id,
        last_versions.owner_id,
        last_versions.converted_contact_id,
        last_versions.converted_account_id,
        last_versions.converted_opportunity_id,
        last_versions.merged_into_id,
        last_versions.synced_lead_id,
        last_versions.synced_person_id,
        last_versions.source,
        last_versions.self_reported_source,
        last_versions.email_hash,
        last_versions.email_domain,
        last_versions.dim_1,
        last_versions.dim_2,
        last_versions.dim_3,
        last_versions.dim_4,
        last_versions.dim_5,
        last_versions.dim_6,
        last_versions.dim_7,
        last_versions.dim_8,
        last_versions.score,
        last_versions.let_through_at_random,
        last_versions.is_converted,
        last_versions.is_deleted,
        last_versions.is_removed,
        last_versions.created_at,
        last_versions.created_date,
        last_versions.modified_at,
        last_versions.modified_date,
        last_versions.converted_at,
        last_versions.converted_date,
        last_versions.hand_raised_at,
        last_versions.hand_raised_date,
        last_versions.is_current
    from last_versions
    left join raw_salesforce__lead
        on
            last_versions.source_name = raw_salesforce__lead.source_name
            and last_versions.lead_id = raw_salesforce__lead.lead_id
    where raw_salesforce__lead.lead_id is null

)

select
    source_name,
    lead_id,
    owner_id,
    converted_contact_id,
    converted_account_id,
    converted_opportunity_id,
    merged_into_id,
    synced_lead_id,
    synced_person_id,
    source,
    self_reported_source,
    email_hash,
    email_domain,
    dim_1,
    dim_2,
    dim_3,
    dim_4,
    dim_5,
    dim_6,
    dim_7,
    dim_8,
    score,
    let_through_at_random,
    coalesce(is_deleted, false)
    or coalesce(is_removed, false)
    or not coalesce(is_current, true) as is_deleted,
    is_converted,
    created_at,
    created_date,
    modified_at,
    modified_date,
    converted_at,
    converted_date,
    hand_raised_at,
    hand_raised_date

from records
