-- One row per company.
with

merge_targets as (

    select
        source_name,
        unnest(regexp_extract_all(merged_ids, '([0-9A-Za-z-]+)(:[0-9]+)?', 1)) as account_id,
        account_id as merged_into_id
    from raw_hubspot__company
    where merged_ids is not null

),

merged_records as (

    select
        source_name,
        account_id,
        min(merged_into_id) as merged_into_id
    from merge_targets
    where account_id <> merged_into_id
    group by source_name, account_id

)

select
    raw_hubspot__company.source_name,
    raw_hubspot__company.account_id,
    raw_hubspot__company.account_name,
    raw_hubspot__company.domain,
    raw_hubspot__company.type,
    raw_hubspot__company.synced_account_id,
    merged_records.merged_into_id,
    raw_hubspot__company.dim_1,
    raw_hubspot__company.dim_2,
    raw_hubspot__company.dim_3,
    raw_hubspot__company.dim_4,
    raw_hubspot__company.dim_5,
    raw_hubspot__company.dim_6,
    raw_hubspot__company.dim_7,
    raw_hubspot__company.dim_8,
    raw_hubspot__company.is_deleted,
    raw_hubspot__company.created_at,
    raw_hubspot__company.created_date,
    raw_hubspot__company.modified_at,
    raw_hubspot__company.modified_date

from raw_hubspot__company

left join merged_records
    on
        raw_hubspot__company.source_name = merged_records.source_name
        and raw_hubspot__company.account_id = merged_records.account_id
