-- One row per lead record, deleted ones too: which person it is. A merged record is the person of
-- the record it was merged into, over up to three merges; a converted lead is its contact.
with

-- Few records were merged, so only these are followed.
merged as (

    select
        leads.lead_id,
        leads.merged_into_id,
        coalesce(thirds.lead_id, seconds.lead_id, firsts.lead_id) as master_id,
        case
            when thirds.lead_id is not null then thirds.person_id
            when seconds.lead_id is not null then seconds.person_id
            else firsts.person_id
        end as master_person_id
    from leads
    left join leads as firsts
        on leads.merged_into_id = firsts.lead_id
    left join leads as seconds
        on firsts.merged_into_id = seconds.lead_id
    left join leads as thirds
        on seconds.merged_into_id = thirds.lead_id
    where leads.merged_into_id is not null

),

persons as (

    select
        lead_id,
        coalesce(person_id, lead_id) as person_id
    from leads
    where merged_into_id is null

    union all

    select
        merged.lead_id,
        case
            when merged.master_id is null
                then coalesce(leads.person_id, merged.merged_into_id)
            else coalesce(merged.master_person_id, merged.master_id)
        end as person_id
    from merged
    inner join leads
        on merged.lead_id = leads.lead_id

),

repeated as (

    select person_id
    from persons
    group by person_id
    having count(*) > 1

)

select
    persons.lead_id,
    persons.person_id,
    repeated.person_id is not null as is_repeated

from persons

left join repeated
    on persons.person_id = repeated.person_id
