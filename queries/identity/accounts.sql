-- view: the exports' own rows, each account once.
-- One row per account. What the system of record leaves blank is filled from the other.
with

filling as (

    select
        link_accounts.surviving_id,
        min_by(all_accounts.account_name, link_accounts.turn)
        filter (where all_accounts.account_name is not null) as account_name,
        min_by(all_accounts.domain, link_accounts.turn)
        filter (where all_accounts.domain is not null) as domain,
        min_by(all_accounts.type, link_accounts.turn)
        filter (where all_accounts.type is not null) as type,
        min_by(all_accounts.dim_1, link_accounts.turn)
        filter (where all_accounts.dim_1 is not null) as dim_1,
        min_by(all_accounts.dim_2, link_accounts.turn)
        filter (where all_accounts.dim_2 is not null) as dim_2,
        min_by(all_accounts.dim_3, link_accounts.turn)
        filter (where all_accounts.dim_3 is not null) as dim_3,
        min_by(all_accounts.dim_4, link_accounts.turn)
        filter (where all_accounts.dim_4 is not null) as dim_4,
        min_by(all_accounts.dim_5, link_accounts.turn)
        filter (where all_accounts.dim_5 is not null) as dim_5,
        min_by(all_accounts.dim_6, link_accounts.turn)
        filter (where all_accounts.dim_6 is not null) as dim_6,
        min_by(all_accounts.dim_7, link_accounts.turn)
        filter (where all_accounts.dim_7 is not null) as dim_7,
        min_by(all_accounts.dim_8, link_accounts.turn)
        filter (where all_accounts.dim_8 is not null) as dim_8
    from link_accounts
    inner join all_accounts
        on link_accounts.account_id = all_accounts.account_id
    where link_accounts.is_elsewhere
    group by link_accounts.surviving_id

)

select
    all_accounts.source_name,
    all_accounts.account_id,
    coalesce(all_accounts.account_name, filling.account_name) as account_name,
    coalesce(all_accounts.domain, filling.domain) as domain,
    coalesce(all_accounts.type, filling.type) as type,
    all_accounts.merged_into_id,
    all_accounts.synced_account_id,
    coalesce(all_accounts.dim_1, filling.dim_1) as dim_1,
    coalesce(all_accounts.dim_2, filling.dim_2) as dim_2,
    coalesce(all_accounts.dim_3, filling.dim_3) as dim_3,
    coalesce(all_accounts.dim_4, filling.dim_4) as dim_4,
    coalesce(all_accounts.dim_5, filling.dim_5) as dim_5,
    coalesce(all_accounts.dim_6, filling.dim_6) as dim_6,
    coalesce(all_accounts.dim_7, filling.dim_7) as dim_7,
    coalesce(all_accounts.dim_8, filling.dim_8) as dim_8,
    all_accounts.is_deleted,
    all_accounts.created_at,
    all_accounts.created_date,
    all_accounts.modified_at,
    all_accounts.modified_date

from all_accounts

left join link_accounts
    on all_accounts.account_id = link_accounts.account_id

left join filling
    on all_accounts.account_id = filling.surviving_id

where coalesce(link_accounts.surviving_id = all_accounts.account_id, true)
