-- One row per table, system and way in which records of one system were found to be the same, or
-- to repeat what another system holds; and what was not linked for good reason (strength none).
with

own_ids as (

    select
        all_leads.source_name,
        coalesce(all_leads.person_id, all_leads.lead_id) as record_id
    from all_leads

    union

    select
        all_contacts.source_name,
        all_contacts.person_id as record_id
    from all_contacts

),

linked_persons as (

    select
        own_ids.source_name,
        link_persons.how,
        count(*) over (partition by own_ids.source_name, link_persons.person_id) as records
    from link_persons
    inner join own_ids
        on link_persons.record_id = own_ids.record_id

),

desks as (

    select
        own_ids.source_name,
        count(distinct own_ids.record_id) as matched
    from shared_addresses
    inner join repeated_addresses
        on shared_addresses.email_hash = repeated_addresses.email_hash
    inner join own_ids
        on repeated_addresses.record_id = own_ids.record_id
    group by own_ids.source_name

)

select
    'leads' as table_name,
    source_name,
    'converted' as how,
    'strong' as strength,
    count(*) as matched
from all_leads
where
    person_id is not null
    and person_id <> lead_id
group by source_name

union all

select
    'leads' as table_name,
    source_name,
    how,
    'strong' as strength,
    count(*) as matched
from linked_persons
where records > 1
group by
    source_name,
    how

union all

select
    'leads' as table_name,
    source_name,
    'shared address' as how,
    'none' as strength,
    matched
from desks

union all

select
    'leads' as table_name,
    all_leads.source_name,
    'account by ' || link_lead_accounts.how as how,
    link_lead_accounts.strength,
    count(*) as matched
from link_lead_accounts
inner join all_leads
    on link_lead_accounts.lead_id = all_leads.lead_id
group by
    all_leads.source_name,
    link_lead_accounts.how,
    link_lead_accounts.strength

union all

select
    'opportunities' as table_name,
    source_name,
    how,
    strength,
    count(*) as matched
from link_deals
where
    opportunity_id <> surviving_id
    and not is_elsewhere
group by
    source_name,
    how,
    strength

union all

select
    'accounts' as table_name,
    source_name,
    how,
    strength,
    count(*) as matched
from link_accounts
where
    account_id <> surviving_id
    and not is_elsewhere
group by
    source_name,
    how,
    strength

union all

select
    'touches' as table_name,
    source_name,
    'same minute' as how,
    'strong' as strength,
    cast(sum(records) as bigint) as matched
from link_repeated_touches
group by source_name

union all

select
    'meetings' as table_name,
    source_name,
    'same minute' as how,
    'strong' as strength,
    cast(sum(records) as bigint) as matched
from link_repeated_meetings
group by source_name

union all

select
    'gate_decisions' as table_name,
    source_name,
    'same day' as how,
    'strong' as strength,
    count(*) as matched
from link_repeated_decisions
group by source_name
