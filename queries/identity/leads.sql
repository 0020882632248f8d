-- view: the exports' own rows, under the ids that people, accounts and deals go by.
-- One row per lead record of any system; a person may have several.
select
    all_leads.source_name,
    all_leads.lead_id,
    coalesce(link_persons.person_id, all_leads.person_id) as person_id,
    coalesce(link_accounts.surviving_id, all_leads.account_id) as account_id,
    all_leads.owner_id,
    all_leads.source,
    all_leads.self_reported_source,
    coalesce(link_deals.surviving_id, all_leads.converted_opportunity_id)
        as converted_opportunity_id,
    all_leads.merged_into_id,
    all_leads.synced_lead_id,
    all_leads.synced_person_id,
    all_leads.email_hash,
    all_leads.email_domain,
    all_leads.dim_1,
    all_leads.dim_2,
    all_leads.dim_3,
    all_leads.dim_4,
    all_leads.dim_5,
    all_leads.dim_6,
    all_leads.dim_7,
    all_leads.dim_8,
    all_leads.score,
    all_leads.let_through_at_random,
    all_leads.is_deleted,
    all_leads.created_at,
    all_leads.created_date,
    all_leads.modified_at,
    all_leads.modified_date,
    all_leads.hand_raised_at,
    all_leads.hand_raised_date

from all_leads

left join link_persons
    on coalesce(all_leads.person_id, all_leads.lead_id) = link_persons.record_id

left join link_accounts
    on all_leads.account_id = link_accounts.account_id

left join link_deals
    on all_leads.converted_opportunity_id = link_deals.opportunity_id
