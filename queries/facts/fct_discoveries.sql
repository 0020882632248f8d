-- One row per person who was turned away in the last 365 days, stands so, was not ruled out, and is
-- like somebody who was turned away and won within a year of it: the same segment ([rules] alike),
-- source family and reason (the kind of no, where none is recorded), in a group in which that happened
-- more often than among all. Beside it how many of how many those were, the way most of them came back,
-- when the last of them was won, and what the person did since. All data count for it.
with

refusals as (

    select
        fct_verdict_spells.person_id,
        fct_verdict_spells.decided_date,
        fct_verdict_spells.won_date,
        fct_verdict_spells.end_kind = 'won' and fct_verdict_spells.elapsed_days <= 365 as is_won,
        case when settings.alike_slots like '%dim_1%' then fct_leads.dim_1 || ', ' else '' end
        || case when settings.alike_slots like '%dim_2%' then fct_leads.dim_2 || ', ' else '' end
        || case when settings.alike_slots like '%dim_3%' then fct_leads.dim_3 || ', ' else '' end
        || case when settings.alike_slots like '%dim_4%' then fct_leads.dim_4 || ', ' else '' end
        || case when settings.alike_slots like '%dim_5%' then fct_leads.dim_5 || ', ' else '' end
        || case when settings.alike_slots like '%dim_6%' then fct_leads.dim_6 || ', ' else '' end
        || case when settings.alike_slots like '%dim_7%' then fct_leads.dim_7 || ', ' else '' end
        || case when settings.alike_slots like '%dim_8%' then fct_leads.dim_8 || ', ' else '' end
        || replace(fct_leads.source_family, '_', ' ') || ', '
        || coalesce(
            fct_verdict_spells.reason, fct_verdict_spells.fail_kind, '(no reason recorded)'
        ) as alike
    from fct_verdict_spells
    cross join settings
    inner join fct_leads
        on fct_verdict_spells.person_id = fct_leads.person_id
    where
        fct_verdict_spells.age_days >= 365
        and coalesce(fct_verdict_spells.fail_kind, '') <> 'disqualified'

),

known as (

    select
        count(*) as all_turned_away,
        count(*) filter (where is_won) as all_won
    from refusals

),

groups as (

    select
        alike,
        count(*) as alike_turned_away,
        count(*) filter (where is_won) as alike_won,
        max(case when is_won then won_date end) as alike_last_won_date
    from refusals
    group by alike

),

ways as (

    select
        refusals.alike,
        fct_deals.path_class,
        row_number() over (
            partition by refusals.alike
            order by
                count(*) desc,
                fct_deals.path_class
        ) as place
    from refusals
    inner join fct_deals
        on refusals.person_id = fct_deals.person_id
    where
        refusals.is_won
        and fct_deals.outcome = 'won'
        and fct_deals.is_new_business
        and fct_deals.created_date >= refusals.decided_date
        and fct_deals.path_class is not null
    group by
        refusals.alike,
        fct_deals.path_class

),

standing as (

    select
        fct_turned_away_now.*,
        case when settings.alike_slots like '%dim_1%' then dim_1 || ', ' else '' end
        || case when settings.alike_slots like '%dim_2%' then dim_2 || ', ' else '' end
        || case when settings.alike_slots like '%dim_3%' then dim_3 || ', ' else '' end
        || case when settings.alike_slots like '%dim_4%' then dim_4 || ', ' else '' end
        || case when settings.alike_slots like '%dim_5%' then dim_5 || ', ' else '' end
        || case when settings.alike_slots like '%dim_6%' then dim_6 || ', ' else '' end
        || case when settings.alike_slots like '%dim_7%' then dim_7 || ', ' else '' end
        || case when settings.alike_slots like '%dim_8%' then dim_8 || ', ' else '' end
        || replace(fct_turned_away_now.source_family, '_', ' ') || ', '
        || coalesce(
            fct_turned_away_now.reason, fct_turned_away_now.fail_kind, '(no reason recorded)'
        ) as alike
    from fct_turned_away_now
    cross join settings
    where
        fct_turned_away_now.days_since < 365
        and coalesce(fct_turned_away_now.fail_kind, '') <> 'disqualified'

),

signs as (

    select
        standing.person_id,
        count(*) as sign_count,
        max(fct_contacts.contact_date) as last_sign_date
    from standing
    inner join fct_contacts
        on standing.person_id = fct_contacts.person_id
    where
        fct_contacts.actor_side = 'buyer'
        and fct_contacts.contact_date > standing.turned_away_date
    group by standing.person_id

)

select
    standing.person_id as record_id,
    standing.lead_id,
    standing.cluster_id,
    standing.gate,
    standing.fail_kind,
    standing.reason,
    standing.turned_away_date,
    standing.alike,
    groups.alike_won,
    groups.alike_turned_away,
    ways.path_class as alike_path_class,
    groups.alike_last_won_date,
    coalesce(signs.sign_count, 0) as sign_count,
    signs.last_sign_date,
    standing.source,
    standing.dim_1,
    standing.dim_2,
    standing.dim_3,
    standing.dim_4,
    standing.dim_5,
    standing.dim_6,
    standing.dim_7,
    standing.dim_8

from standing

cross join known

inner join groups
    on standing.alike = groups.alike

left join ways
    on
        standing.alike = ways.alike
        and ways.place = 1

left join signs
    on standing.person_id = signs.person_id

where
    groups.alike_won > 0
    and groups.alike_won * known.all_turned_away > known.all_won * groups.alike_turned_away
