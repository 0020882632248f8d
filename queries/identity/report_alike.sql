-- One row per two systems whose deals no id links, though account, amount and close date agree, and
-- whose accounts have one domain. Such matches are weak: they are counted and never merged.
with

unlinked_deals as (

    select
        all_opportunities.opportunity_id,
        all_opportunities.source_name,
        coalesce(link_accounts.surviving_id, all_opportunities.account_id) as account_id,
        all_opportunities.amount,
        coalesce(all_opportunities.closed_date, all_opportunities.expected_close_date)
            as close_date
    from all_opportunities
    inner join id_prefixes
        on all_opportunities.source_name = id_prefixes.source_name
    left join link_deals
        on all_opportunities.opportunity_id = link_deals.opportunity_id
    left join link_accounts
        on all_opportunities.account_id = link_accounts.account_id
    where
        link_deals.opportunity_id is null
        and not coalesce(all_opportunities.is_deleted, false)

),

alike_deals as (

    select
        unlinked_deals.source_name,
        others.source_name as other_source,
        count(distinct unlinked_deals.opportunity_id) as matched
    from unlinked_deals
    inner join unlinked_deals as others
        on
            unlinked_deals.account_id = others.account_id
            and unlinked_deals.amount = others.amount
            and unlinked_deals.close_date = others.close_date
            and unlinked_deals.source_name < others.source_name
    group by
        unlinked_deals.source_name,
        others.source_name

)
,

unlinked_accounts as (

    select
        all_accounts.account_id,
        all_accounts.source_name,
        lower(trim(all_accounts.domain)) as domain
    from all_accounts
    inner join id_prefixes
        on all_accounts.source_name = id_prefixes.source_name
    left join link_accounts
        on all_accounts.account_id = link_accounts.account_id
    left join free_mail_domains
        on lower(trim(all_accounts.domain)) = free_mail_domains.domain
    where
        link_accounts.account_id is null
        and free_mail_domains.domain is null
        and not coalesce(all_accounts.is_deleted, false)

),

alike_accounts as (

    select
        unlinked_accounts.source_name,
        others.source_name as other_source,
        count(distinct unlinked_accounts.account_id) as matched
    from unlinked_accounts
    inner join unlinked_accounts as others
        on
            unlinked_accounts.domain = others.domain
            and unlinked_accounts.source_name < others.source_name
    group by
        unlinked_accounts.source_name,
        others.source_name

)

select
    'opportunities' as table_name,
    source_name,
    other_source,
    'account, amount and close date' as how,
    'weak' as strength,
    matched
from alike_deals

union all

select
    'accounts' as table_name,
    source_name,
    other_source,
    'domain' as how,
    'weak' as strength,
    matched
from alike_accounts
