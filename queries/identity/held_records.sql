-- One row per person, deal or account and system that holds a record of it. Empty with one system:
-- there is nothing to hold it against.
with

held_persons as (

    select
        coalesce(link_persons.person_id, all_leads.person_id, all_leads.lead_id) as held_id,
        all_leads.source_name
    from all_leads
    inner join id_prefixes
        on all_leads.source_name = id_prefixes.source_name
    left join link_persons
        on coalesce(all_leads.person_id, all_leads.lead_id) = link_persons.record_id
    where not coalesce(all_leads.is_deleted, false)

    union

    select
        coalesce(link_persons.person_id, all_contacts.person_id) as held_id,
        all_contacts.source_name
    from all_contacts
    inner join id_prefixes
        on all_contacts.source_name = id_prefixes.source_name
    left join link_persons
        on all_contacts.person_id = link_persons.record_id
    where not coalesce(all_contacts.is_deleted, false)

),

held_deals as (

    select
        coalesce(link_deals.surviving_id, all_opportunities.opportunity_id) as held_id,
        all_opportunities.source_name
    from all_opportunities
    inner join id_prefixes
        on all_opportunities.source_name = id_prefixes.source_name
    left join link_deals
        on all_opportunities.opportunity_id = link_deals.opportunity_id
    where not coalesce(all_opportunities.is_deleted, false)

    union

    select
        link_deals.surviving_id as held_id,
        link_deals.source_name
    from link_deals

),

held_accounts as (

    select
        coalesce(link_accounts.surviving_id, all_accounts.account_id) as held_id,
        all_accounts.source_name
    from all_accounts
    inner join id_prefixes
        on all_accounts.source_name = id_prefixes.source_name
    left join link_accounts
        on all_accounts.account_id = link_accounts.account_id
    where not coalesce(all_accounts.is_deleted, false)

    union

    select
        link_accounts.surviving_id as held_id,
        link_accounts.source_name
    from link_accounts

)

select
    'leads' as table_name,
    held_id,
    source_name
from held_persons

union all

select
    'opportunities' as table_name,
    held_id,
    source_name
from held_deals

union all

select
    'accounts' as table_name,
    held_id,
    source_name
from held_accounts
