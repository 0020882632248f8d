-- One row per lead record without an account that can be told one: its contact's (strong), or the
-- one account that has the domain of its company address (weak; never a provider of free mail).
with

contact_accounts as (

    select
        coalesce(link_persons.person_id, all_contacts.person_id) as person_id,
        coalesce(link_accounts.surviving_id, all_contacts.account_id) as account_id,
        row_number() over (
            partition by coalesce(link_persons.person_id, all_contacts.person_id)
            order by
                coalesce(record_places.place, 0),
                case when all_contacts.merged_into_id is null then 0 else 1 end,
                all_contacts.account_id
        ) as turn
    from all_contacts
    left join link_persons
        on all_contacts.person_id = link_persons.record_id
    left join link_accounts
        on all_contacts.account_id = link_accounts.account_id
    left join record_places
        on
            all_contacts.source_name = record_places.source_name
            and record_places.table_name = 'leads'
    where
        all_contacts.account_id is not null
        and not coalesce(all_contacts.is_deleted, false)

),

domains as (

    select
        split_part(
            regexp_replace(lower(trim(all_accounts.domain)), '^(https?://)?(www[.])?', ''), '/', 1
        ) as domain,
        coalesce(link_accounts.surviving_id, all_accounts.account_id) as account_id
    from all_accounts
    left join link_accounts
        on all_accounts.account_id = link_accounts.account_id
    where
        all_accounts.domain is not null
        and not coalesce(all_accounts.is_deleted, false)

),

domain_accounts as (

    select
        domains.domain,
        min(domains.account_id) as account_id
    from domains
    left join free_mail_domains
        on domains.domain = free_mail_domains.domain
    where
        free_mail_domains.domain is null
        and domains.domain <> ''
    group by domains.domain
    having min(domains.account_id) = max(domains.account_id)

),

matched as (

    select
        all_leads.lead_id,
        contact_accounts.account_id as contact_account_id,
        domain_accounts.account_id as domain_account_id
    from all_leads
    left join link_persons
        on coalesce(all_leads.person_id, all_leads.lead_id) = link_persons.record_id
    left join contact_accounts
        on
            coalesce(link_persons.person_id, all_leads.person_id, all_leads.lead_id)
            = contact_accounts.person_id
            and contact_accounts.turn = 1
    left join domain_accounts
        on all_leads.email_domain = domain_accounts.domain
    where
        all_leads.account_id is null
        and coalesce(contact_accounts.account_id, domain_accounts.account_id) is not null

)

select
    lead_id,
    coalesce(contact_account_id, domain_account_id) as account_id,
    case when contact_account_id is null then 'domain' else 'contact' end as how,
    case when contact_account_id is null then 'weak' else 'strong' end as strength

from matched
