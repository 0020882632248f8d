-- One row per lead record. A lead is a person of its own until it is converted to a contact.
select
    source_name,
    lead_id,
    case when is_converted then converted_contact_id end as person_id,
    case when is_converted then converted_account_id end as account_id,
    owner_id,
    converted_opportunity_id,
    merged_into_id,
    source,
    self_reported_source,
    dim_1,
    dim_2,
    dim_3,
    dim_4,
    dim_5,
    dim_6,
    dim_7,
    dim_8,
    score,
    is_deleted,
    created_at,
    created_date,
    modified_at,
    modified_date,
    hand_raised_at,
    hand_raised_date

from raw_salesforce__lead
