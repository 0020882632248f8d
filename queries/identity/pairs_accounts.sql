-- One row per pair of account records that are one account: one was merged into the other, or one
-- keeps the id that another system gives the other.
with

-- An id kept by more than twenty is a filler such as 0, and tells nothing.
kept as (

    select
        source_name,
        account_id as record_id,
        synced_account_id as synced_id
    from all_accounts
    where synced_account_id is not null
    qualify count(*) over (partition by source_name, synced_account_id) <= 20

),

pairs as (

    select
        account_id as record_id,
        merged_into_id as other_id,
        'merged' as how
    from all_accounts
    where merged_into_id is not null

    union

    select
        kept.record_id,
        all_accounts.account_id as other_id,
        'synced_id' as how
    from kept
    inner join id_prefixes
        on kept.source_name <> id_prefixes.source_name
    inner join all_accounts
        on
            id_prefixes.source_name = all_accounts.source_name
            and id_prefixes.account_prefix || kept.synced_id
            = all_accounts.account_id

)

select
    record_id,
    other_id,
    how,
    'strong' as strength

from pairs

where record_id <> other_id
