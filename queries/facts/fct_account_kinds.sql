-- One row per account: what makes it alike to others, when it first bought from us, and whether any gate
-- ever judged somebody of it. By id, or by the domain of a lead's address.
with

judged as (

    select coalesce(fct_leads.account_id, link_lead_accounts.account_id) as account_id
    from fct_verdicts
    inner join fct_leads
        on fct_verdicts.person_id = fct_leads.person_id
    left join link_lead_accounts
        on fct_leads.lead_id = link_lead_accounts.lead_id
    where coalesce(fct_leads.account_id, link_lead_accounts.account_id) is not null
    group by coalesce(fct_leads.account_id, link_lead_accounts.account_id)

),

deals as (

    select
        account_id,
        min(case when outcome = 'won' then closed_date end) as first_won_date
    from fct_deals
    where account_id is not null
    group by account_id

)

select
    accounts.account_id,
    accounts.created_date,
    coalesce(accounts.dim_1, '(not recorded)') as dim_1,
    coalesce(accounts.dim_2, '(not recorded)') as dim_2,
    coalesce(accounts.dim_3, '(not recorded)') as dim_3,
    coalesce(accounts.dim_4, '(not recorded)') as dim_4,
    coalesce(accounts.dim_5, '(not recorded)') as dim_5,
    coalesce(accounts.dim_6, '(not recorded)') as dim_6,
    coalesce(accounts.dim_7, '(not recorded)') as dim_7,
    coalesce(accounts.dim_8, '(not recorded)') as dim_8,
    case when alike_slots like '%dim_1%' then coalesce(accounts.dim_1, '') || ' | ' else '' end
    || case when alike_slots like '%dim_2%' then coalesce(accounts.dim_2, '') || ' | ' else '' end
    || case when alike_slots like '%dim_3%' then coalesce(accounts.dim_3, '') || ' | ' else '' end
    || case when alike_slots like '%dim_4%' then coalesce(accounts.dim_4, '') || ' | ' else '' end
    || case when alike_slots like '%dim_5%' then coalesce(accounts.dim_5, '') || ' | ' else '' end
    || case when alike_slots like '%dim_6%' then coalesce(accounts.dim_6, '') || ' | ' else '' end
    || case when alike_slots like '%dim_7%' then coalesce(accounts.dim_7, '') || ' | ' else '' end
    || case when alike_slots like '%dim_8%' then coalesce(accounts.dim_8, '') || ' | ' else '' end
        as alike,
    deals.first_won_date,
    deals.account_id is not null as has_deal,
    judged.account_id is not null as is_judged

from accounts

cross join settings

left join deals
    on accounts.account_id = deals.account_id

left join judged
    on accounts.account_id = judged.account_id

where not coalesce(accounts.is_deleted, false)
