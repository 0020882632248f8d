-- One row per lead record: those in the export, and those that were merged into one of these and are
-- told of by the merge alone. Of these nothing else is known; what they did is their master's.
with

merged as (

    select
        source_name,
        lead_id as merged_into_id,
        unnest(string_split(regexp_replace(merged_ids, '[^0-9,]', '', 'g'), ',')) as lead_id,
        merged_at
    from raw_marketo__merge

),

mergers as (

    select
        source_name,
        lead_id,
        merged_into_id
    from merged
    where lead_id <> '' and lead_id <> merged_into_id
    qualify
        row_number() over (
            partition by source_name, lead_id
            order by merged_at desc
        ) = 1

),

deletions as (

    select distinct
        source_name,
        lead_id
    from raw_marketo__deletion

)

select
    raw_marketo__lead.source_name,
    raw_marketo__lead.lead_id,
    raw_marketo__lead.person_id,
    raw_marketo__lead.account_id,
    raw_marketo__lead.owner_id,
    raw_marketo__lead.converted_opportunity_id,
    mergers.merged_into_id,
    raw_marketo__lead.synced_lead_id,
    raw_marketo__lead.synced_person_id,
    raw_marketo__lead.source,
    raw_marketo__lead.self_reported_source,
    raw_marketo__lead.email_hash,
    raw_marketo__lead.email_domain,
    raw_marketo__lead.dim_1,
    raw_marketo__lead.dim_2,
    raw_marketo__lead.dim_3,
    raw_marketo__lead.dim_4,
    raw_marketo__lead.dim_5,
    raw_marketo__lead.dim_6,
    raw_marketo__lead.dim_7,
    raw_marketo__lead.dim_8,
    raw_marketo__lead.score,
    raw_marketo__lead.let_through_at_random,
    coalesce(raw_marketo__lead.is_deleted, false)
    or mergers.lead_id is not null
    or deletions.lead_id is not null as is_deleted,
    raw_marketo__lead.created_at,
    raw_marketo__lead.created_date,
    raw_marketo__lead.modified_at,
    raw_marketo__lead.modified_date,
    raw_marketo__lead.hand_raised_at,
    raw_marketo__lead.hand_raised_date

from raw_marketo__lead

left join mergers
    on
        raw_marketo__lead.source_name = mergers.source_name
        and raw_marketo__lead.lead_id = mergers.lead_id

left join deletions
    on
        raw_marketo__lead.source_name = deletions.source_name
        and raw_marketo__lead.lead_id = deletions.lead_id

union all

select distinct
    mergers.source_name,
    mergers.lead_id,
    cast(null as varchar) as person_id,
    cast(null as varchar) as account_id,
    cast(null as varchar) as owner_id,
    cast(null as varchar) as converted_opportunity_id,
    mergers.merged_into_id,
    cast(null as varchar) as synced_lead_id,
    cast(null as varchar) as synced_person_id,
    cast(null as varchar) as source,
    cast(null as varchar) as self_reported_source,
    cast(null as varchar) as email_hash,
    cast(null as varchar) as email_domain,
    cast(null as varchar) as dim_1,
    cast(null as varchar) as dim_2,
    cast(null as varchar) as dim_3,
    cast(null as varchar) as dim_4,
    cast(null as varchar) as dim_5,
    cast(null as varchar) as dim_6,
    cast(null as varchar) as dim_7,
    cast(null as varchar) as dim_8,
    cast(null as double) as score,
    cast(null as boolean) as let_through_at_random,
    true as is_deleted,
    cast(null as timestamp) as created_at,
    cast(null as date) as created_date,
    cast(null as timestamp) as modified_at,
    cast(null as date) as modified_date,
    cast(null as timestamp) as hand_raised_at,
    cast(null as date) as hand_raised_date

from mergers

left join raw_marketo__lead
    on
        mergers.source_name = raw_marketo__lead.source_name
        and mergers.lead_id = raw_marketo__lead.lead_id

left join mergers as next_mergers
    on
        mergers.source_name = next_mergers.source_name
        and mergers.merged_into_id = next_mergers.lead_id

inner join raw_marketo__lead as masters
    on
        mergers.source_name = masters.source_name
        and masters.lead_id in (mergers.merged_into_id, next_mergers.merged_into_id)

where raw_marketo__lead.lead_id is null
