-- One row per organisation.
select
    source_name,
    account_id,
    account_name,
    domain,
    type,
    synced_account_id,
    merged_into_id,
    dim_1,
    dim_2,
    dim_3,
    dim_4,
    dim_5,
    dim_6,
    dim_7,
    dim_8,
    is_deleted,
    created_at,
    created_date,
    modified_at,
    modified_date

from raw_pipedrive__organization
