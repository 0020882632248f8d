-- One row per lead record, deleted ones too: which person it is. A merged record is the person of
-- the record it was merged into, over up to three merges; a converted lead is its contact.
with

masters as (

    select
        leads.lead_id,
        coalesce(thirds.lead_id, seconds.lead_id, firsts.lead_id, leads.lead_id) as master_id,
        case
            when firsts.lead_id is null then leads.merged_into_id
        end as unknown_master_id

    from leads

    left join leads as firsts
        on leads.merged_into_id = firsts.lead_id

    left join leads as seconds
        on firsts.merged_into_id = seconds.lead_id

    left join leads as thirds
        on seconds.merged_into_id = thirds.lead_id

)

select
    masters.lead_id,
    coalesce(leads.person_id, masters.unknown_master_id, leads.lead_id) as person_id

from masters

inner join leads
    on masters.master_id = leads.lead_id
