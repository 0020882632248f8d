-- One row per lead measure: the sums over accounts from which its design effect follows, over all
-- data, used under every filter.
with

-- People with a deal closed since they waited, and whether a competitor won one of these.
compared as (

    select
        fct_lead_waits.cluster_id,
        fct_lead_waits.person_id,
        max(case when fct_lead_wait_deals.is_lost_to_competitor then 1 else 0 end) as events
    from fct_lead_waits
    inner join fct_lead_wait_deals
        on fct_lead_waits.person_id = fct_lead_wait_deals.person_id
    where fct_lead_wait_deals.outcome in ('won', 'lost')
    group by
        fct_lead_waits.cluster_id,
        fct_lead_waits.person_id

),

clusters as (

    select
        'lead_to_won_conversion' as measure_id,
        cluster_id,
        count(*) as members,
        count(first_won_date) as events
    from fct_leads
    group by cluster_id

    union all

    select
        'mql_to_sql_conversion' as measure_id,
        cluster_id,
        count(*) as members,
        count(sql_after_mql_date) as events
    from fct_leads
    where mql_date is not null
    group by cluster_id

    union all

    select
        'rejected_then_won' as measure_id,
        cluster_id,
        count(*) as members,
        count(*) filter (where end_kind = 'won' and elapsed_days <= 365) as events
    from fct_verdict_spells
    group by cluster_id

    union all

    select
        'first_conversation_wait' as measure_id,
        cluster_id,
        count(*) as members,
        count(*) filter (where conversation_kind = 'conversation') as events
    from fct_leads
    where waits_from_date is not null
    group by cluster_id

    union all

    select
        'helpful_contact_wait' as measure_id,
        cluster_id,
        count(*) as members,
        count(*) filter (where helper_kind = 'helper') as events
    from fct_lead_waits
    group by cluster_id

    union all

    select
        'lost_by_delay' as measure_id,
        cluster_id,
        count(*) as members,
        sum(events) as events
    from compared
    group by cluster_id

    union all

    select
        'wait_decay' as measure_id,
        cluster_id,
        count(*) as members,
        count(first_won_date) as events
    from fct_leads
    where waits_from_date is not null
    group by cluster_id

    union all

    select
        'stage_lag' as measure_id,
        cluster_id,
        count(*) as members,
        count(first_won_date) as events
    from fct_leads
    group by cluster_id

    union all

    select
        'cohort_conversion_mql' as measure_id,
        cluster_id,
        count(*) as members,
        count(mql_date) as events
    from fct_leads
    group by cluster_id

    union all

    select
        'cohort_conversion_sql' as measure_id,
        cluster_id,
        count(*) as members,
        count(sql_date) as events
    from fct_leads
    group by cluster_id

    union all

    select
        'cohort_conversion_deal' as measure_id,
        cluster_id,
        count(*) as members,
        count(first_deal_date) as events
    from fct_leads
    group by cluster_id

    union all

    select
        'recycled_leads' as measure_id,
        cluster_id,
        count(*) as members,
        count(mql_again_date) as events
    from fct_leads
    where mql_date is not null
    group by cluster_id

    union all

    select
        'fewer_better_leads' as measure_id,
        cluster_id,
        count(*) as members,
        count(first_won_date) as events
    from fct_leads
    where mql_date is not null
    group by cluster_id

)

select
    measure_id,
    cast(sum(members) as bigint) as n,
    cast(sum(events) as bigint) as events,
    cast(sum(events * events) as bigint) as sum_yy,
    cast(sum(events * members) as bigint) as sum_ym,
    cast(sum(members * members) as bigint) as sum_mm

from clusters

group by measure_id
