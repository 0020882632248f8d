-- One row per person whose first piece of content was told as gated or open: its day, what they are
-- compared by, and when they first talked with us, had a deal and bought. Who talked or had a deal
-- before it is not there: nothing that followed could be told from what was before.
with

firsts as (

    select
        person_id,
        min(contact_at) as content_at
    from fct_contacts
    where
        actor_side = 'buyer'
        and is_gated is not null
        and person_id is not null
    group by person_id

),

-- Of two at the same time the gated one decides: it was asked for.
pieces as (

    select
        firsts.person_id,
        min(fct_contacts.contact_date) as content_date,
        max(case when fct_contacts.is_gated then 1 else 0 end) = 1 as is_gated
    from firsts
    inner join fct_contacts
        on
            firsts.person_id = fct_contacts.person_id
            and firsts.content_at = fct_contacts.contact_at
    where
        fct_contacts.actor_side = 'buyer'
        and fct_contacts.is_gated is not null
    group by firsts.person_id

)

select
    pieces.person_id as record_id,
    fct_leads.lead_id,
    fct_leads.cluster_id,
    pieces.is_gated,
    pieces.content_date,
    cast(date_trunc('month', pieces.content_date) as date) as start_month,
    date_diff('day', pieces.content_date, clock.as_of_date) as age_days,
    date_diff('day', pieces.content_date, fct_person_contacts.first_talk_date) as talk_days,
    date_diff('day', pieces.content_date, fct_leads.first_deal_date) as deal_days,
    date_diff('day', pieces.content_date, fct_leads.first_won_date) as won_days,
    case when settings.alike_slots like '%dim_1%' then fct_leads.dim_1 || ' | ' else '' end
    || case when settings.alike_slots like '%dim_2%' then fct_leads.dim_2 || ' | ' else '' end
    || case when settings.alike_slots like '%dim_3%' then fct_leads.dim_3 || ' | ' else '' end
    || case when settings.alike_slots like '%dim_4%' then fct_leads.dim_4 || ' | ' else '' end
    || case when settings.alike_slots like '%dim_5%' then fct_leads.dim_5 || ' | ' else '' end
    || case when settings.alike_slots like '%dim_6%' then fct_leads.dim_6 || ' | ' else '' end
    || case when settings.alike_slots like '%dim_7%' then fct_leads.dim_7 || ' | ' else '' end
    || case when settings.alike_slots like '%dim_8%' then fct_leads.dim_8 || ' | ' else '' end
    || fct_leads.source_family || ' | '
    || case
        when coalesce(fct_leads.hand_raised_date <= pieces.content_date, false) then 'raised'
        else 'not raised'
    end || ' | '
    || cast(cast(date_trunc('quarter', pieces.content_date) as date) as varchar) as stratum,
    fct_leads.source,
    fct_leads.dim_1,
    fct_leads.dim_2,
    fct_leads.dim_3,
    fct_leads.dim_4,
    fct_leads.dim_5,
    fct_leads.dim_6,
    fct_leads.dim_7,
    fct_leads.dim_8

from pieces

cross join clock

cross join settings

inner join fct_leads
    on pieces.person_id = fct_leads.person_id

inner join fct_person_contacts
    on pieces.person_id = fct_person_contacts.person_id

where
    coalesce(fct_person_contacts.first_talk_date >= pieces.content_date, true)
    and coalesce(fct_leads.first_deal_date >= pieces.content_date, true)
