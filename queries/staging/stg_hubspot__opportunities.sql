-- One row per deal. Stage and pipeline are the labels that people read. The closing date is a forecast
-- on an open deal and editable on a closed one; a closed deal's time is that of its last stage change.
with

-- A stage's id is its own, so a deal without a pipeline is in that of its stage.
stages_by_id as (

    select
        source_name,
        stage_id,
        pipeline_id,
        pipeline,
        stage,
        role
    from stg_hubspot__stages__labels
    qualify row_number() over (partition by source_name, stage_id order by pipeline_id) = 1

),

pipelines as (

    select
        source_name,
        pipeline_id,
        min(pipeline) as pipeline
    from stg_hubspot__stages__labels
    group by source_name, pipeline_id

),

deal_companies as (

    select
        source_name,
        opportunity_id,
        account_id
    from raw_hubspot__deal_company
    where not coalesce(is_deleted, false)
    qualify
        row_number() over (
            partition by source_name, opportunity_id
            -- HubSpot's own type 5 is the primary company of a deal.
            order by coalesce(type_id = '5', false) desc, account_id
        ) = 1

),

merged_ids as (

    select
        source_name,
        merged_id as opportunity_id,
        opportunity_id as merged_into_id
    from raw_hubspot__merged_deal
    union all
    select
        raw_hubspot__deal.source_name,
        unnest(
            regexp_extract_all(raw_hubspot__deal.merged_ids, '([0-9A-Za-z-]+)(:[0-9]+)?', 1)
        ) as opportunity_id,
        raw_hubspot__deal.opportunity_id as merged_into_id
    from raw_hubspot__deal
    where raw_hubspot__deal.merged_ids is not null

),

merge_targets as (

    select
        source_name,
        opportunity_id,
        min(merged_into_id) as merged_into_id
    from merged_ids
    where opportunity_id <> merged_into_id
    group by source_name, opportunity_id

),

-- A stage of another pipeline than the deal's carries that pipeline's name.
in_stages as (

    select
        raw_hubspot__deal.source_name,
        raw_hubspot__deal.opportunity_id,
        coalesce(raw_hubspot__deal.pipeline_id, stages_by_id.pipeline_id) as pipeline_id,
        coalesce(
            raw_hubspot__deal.pipeline_label,
            pipelines.pipeline,
            raw_hubspot__deal.pipeline_id,
            stages_by_id.pipeline,
            'default'
        ) as pipeline,
        coalesce(
            raw_hubspot__deal.stage_label,
            own_stages.stage,
            case
                when raw_hubspot__deal.pipeline_id is null then stages_by_id.stage
                else stages_by_id.stage || ' (' || stages_by_id.pipeline || ')'
            end,
            raw_hubspot__deal.stage_id
        ) as stage,
        coalesce(own_stages.role, stages_by_id.role) as role
    from raw_hubspot__deal
    left join stg_hubspot__stages__labels as own_stages
        on
            raw_hubspot__deal.source_name = own_stages.source_name
            and raw_hubspot__deal.pipeline_id = own_stages.pipeline_id
            and raw_hubspot__deal.stage_id = own_stages.stage_id
    left join stages_by_id
        on
            raw_hubspot__deal.source_name = stages_by_id.source_name
            and raw_hubspot__deal.stage_id = stages_by_id.stage_id
    left join pipelines
        on
            raw_hubspot__deal.source_name = pipelines.source_name
            and raw_hubspot__deal.pipeline_id = pipelines.pipeline_id

),

with_outcomes as (

    select
        in_stages.source_name,
        in_stages.opportunity_id,
        in_stages.pipeline_id,
        in_stages.pipeline,
        in_stages.stage,
        case
            when config_stages.role in ('won', 'lost') then config_stages.role
            when config_stages.role is not null then 'open'
            when raw_hubspot__deal.is_won then 'won'
            when raw_hubspot__deal.is_lost or raw_hubspot__deal.is_closed then 'lost'
            when not raw_hubspot__deal.is_closed then 'open'
            else in_stages.role
        end as outcome
    from in_stages
    inner join raw_hubspot__deal
        on
            in_stages.source_name = raw_hubspot__deal.source_name
            and in_stages.opportunity_id = raw_hubspot__deal.opportunity_id
    left join config_stages
        on
            in_stages.pipeline = config_stages.pipeline
            and in_stages.stage = config_stages.stage

)

select
    raw_hubspot__deal.source_name,
    raw_hubspot__deal.opportunity_id,
    coalesce(
        deal_companies.account_id,
        raw_hubspot__deal.account_id,
        nullif(
            regexp_extract(raw_hubspot__deal.associated_account_ids, '([0-9A-Za-z-]+)', 1), ''
        )
    ) as account_id,
    raw_hubspot__deal.lead_id,
    raw_hubspot__deal.owner_id,
    with_outcomes.pipeline_id,
    with_outcomes.pipeline,
    with_outcomes.stage,
    raw_hubspot__deal.type,
    raw_hubspot__deal.source,
    raw_hubspot__deal.origin,
    raw_hubspot__deal.currency,
    with_outcomes.outcome,
    raw_hubspot__deal.loss_reason,
    raw_hubspot__deal.lost_by,
    raw_hubspot__deal.competitor,
    raw_hubspot__deal.buyer_stage,
    raw_hubspot__deal.ability,
    raw_hubspot__deal.readiness,
    raw_hubspot__deal.priority,
    raw_hubspot__deal.risk,
    raw_hubspot__deal.synced_opportunity_id,
    merge_targets.merged_into_id,
    'recorded' as date_quality,
    raw_hubspot__deal.dim_1,
    raw_hubspot__deal.dim_2,
    raw_hubspot__deal.dim_3,
    raw_hubspot__deal.dim_4,
    raw_hubspot__deal.dim_5,
    raw_hubspot__deal.dim_6,
    raw_hubspot__deal.dim_7,
    raw_hubspot__deal.dim_8,
    raw_hubspot__deal.amount,
    raw_hubspot__deal.is_deleted,
    raw_hubspot__deal.created_at,
    raw_hubspot__deal.created_date,
    raw_hubspot__deal.recorded_at,
    raw_hubspot__deal.recorded_date,
    raw_hubspot__deal.modified_at,
    raw_hubspot__deal.modified_date,
    case when with_outcomes.outcome in ('won', 'lost') then raw_hubspot__deal.stage_changed_at end
        as closed_at,
    case when with_outcomes.outcome in ('won', 'lost') then raw_hubspot__deal.stage_changed_date end
        as closed_date,
    raw_hubspot__deal.expected_close_date,
    raw_hubspot__deal.next_contact_date

from raw_hubspot__deal

inner join with_outcomes
    on
        raw_hubspot__deal.source_name = with_outcomes.source_name
        and raw_hubspot__deal.opportunity_id = with_outcomes.opportunity_id

left join deal_companies
    on
        raw_hubspot__deal.source_name = deal_companies.source_name
        and raw_hubspot__deal.opportunity_id = deal_companies.opportunity_id

left join merge_targets
    on
        raw_hubspot__deal.source_name = merge_targets.source_name
        and raw_hubspot__deal.opportunity_id = merge_targets.opportunity_id
