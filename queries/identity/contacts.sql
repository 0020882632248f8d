-- view: the exports' own rows, under the ids that people and accounts go by.
-- One row per contact record of any system; a person may have several.
select
    all_contacts.source_name,
    coalesce(link_persons.person_id, all_contacts.person_id) as person_id,
    coalesce(link_accounts.surviving_id, all_contacts.account_id) as account_id,
    all_contacts.merged_into_id,
    all_contacts.synced_person_id,
    all_contacts.email_hash,
    all_contacts.email_domain,
    all_contacts.is_deleted,
    all_contacts.created_at,
    all_contacts.created_date,
    all_contacts.modified_at,
    all_contacts.modified_date

from all_contacts

left join link_persons
    on all_contacts.person_id = link_persons.record_id

left join link_accounts
    on all_contacts.account_id = link_accounts.account_id
