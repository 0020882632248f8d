-- One row per account; its domain is the host of its web site.
-- Where only a record's versions were exported the last of them tells it; a record without one
-- that still holds was deleted.
with

last_versions as (

    select
        source_name,
        account_id,
        account_name,
        domain,
        type,
        merged_into_id,
        synced_account_id,
        dim_1,
        dim_2,
        dim_3,
        dim_4,
        dim_5,
        dim_6,
        dim_7,
        dim_8,
        is_deleted,
        is_removed,
        created_at,
        created_date,
        modified_at,
        modified_date,
        coalesce(is_current, coalesce(substring(ended_on, 1, 4), '9999') >= '2050') as is_current
    from raw_salesforce__account_version
    qualify
        row_number() over (
            partition by source_name, account_id
            order by started_at desc
        ) = 1

),

records as (

    select
        source_name,
        account_id,
        account_name,
        domain,
        type,
        merged_into_id,
        synced_account_id,
        dim_1,
        dim_2,
        dim_3,
        dim_4,
        dim_5,
        dim_6,
        dim_7,
        dim_8,
        is_deleted,
        is_removed,
        created_at,
        created_date,
        modified_at,
        modified_date,
        is_current
    from raw_salesforce__account
    union all
    select
        last_versions.source_name,
        last_versions.account_id,
        last_versions.account_name,
        last_versions.domain,
        last_versions.type,
        last_versions.merged_into_id,
        last_versions.synced_account_id,
        last_versions.dim_1,
        last_versions.dim_2,
        last_versions.dim_3,
        last_versions.dim_4,
        last_versions.dim_5,
        last_versions.dim_6,
        last_versions.dim_7,
        last_versions.dim_8,
        last_versions.is_deleted,
        last_versions.is_removed,
        last_versions.created_at,
        last_versions.created_date,
        last_versions.modified_at,
        last_versions.modified_date,
        last_versions.is_current
    from last_versions
    left join raw_salesforce__account
        on
            last_versions.source_name = raw_salesforce__account.source_name
            and last_versions.account_id = raw_salesforce__account.account_id
    where raw_salesforce__account.account_id is null

)

select
    source_name,
    account_id,
    account_name,
    -- Without scheme, path, port and www; what has no dot in it names no host.
    case
        when domain like '%.%'
            then regexp_replace(
                regexp_replace(lower(trim(domain)), '^([a-z]+://)?(www[0-9]*[.])?', ''),
                '[:/?#].*$',
                ''
            )
    end as domain,
    type,
    merged_into_id,
    synced_account_id,
    dim_1,
    dim_2,
    dim_3,
    dim_4,
    dim_5,
    dim_6,
    dim_7,
    dim_8,
    coalesce(is_deleted, false)
    or coalesce(is_removed, false)
    or not coalesce(is_current, true) as is_deleted,
    created_at,
    created_date,
    modified_at,
    modified_date

from records
