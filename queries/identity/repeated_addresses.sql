-- One row per hashed address and person that it stands on, where it stands on more than one.
-- Records that were deleted, and not merged into another, tell nothing.
with

-- A lead is known by its contact once it is converted.
addressed as (

    select
        email_hash,
        coalesce(person_id, lead_id) as record_id,
        account_id
    from all_leads
    where
        email_hash is not null
        and (not coalesce(is_deleted, false) or merged_into_id is not null)

    union all

    select
        email_hash,
        person_id as record_id,
        account_id
    from all_contacts
    where
        email_hash is not null
        and (not coalesce(is_deleted, false) or merged_into_id is not null)

),

repeated as (

    select email_hash
    from addressed
    group by email_hash
    having min(record_id) <> max(record_id)

)

select
    addressed.email_hash,
    addressed.record_id,
    min(coalesce(link_accounts.surviving_id, addressed.account_id)) as account_id

from addressed

inner join repeated
    on addressed.email_hash = repeated.email_hash

left join link_accounts
    on addressed.account_id = link_accounts.account_id

group by
    addressed.email_hash,
    addressed.record_id
