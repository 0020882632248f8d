-- One row per pipeline and stage that the config does not declare. All stages of Pipedrive are open,
-- ranked by their order; won and lost are states of a deal beside its stage, and stages of ours.
with

described as (

    select
        raw_pipedrive__stage.source_name,
        coalesce(
            raw_pipedrive__pipeline.pipeline,
            raw_pipedrive__stage.pipeline,
            raw_pipedrive__stage.pipeline_id,
            'default'
        ) as pipeline,
        raw_pipedrive__stage.stage,
        'open' as role,
        raw_pipedrive__stage.probability,
        raw_pipedrive__stage.stage_order,
        -- Ids are texts, and '10' comes after '9'.
        try_cast(raw_pipedrive__stage.stage_id as bigint) as stage_number
    from raw_pipedrive__stage
    left join raw_pipedrive__pipeline
        on
            raw_pipedrive__stage.source_name = raw_pipedrive__pipeline.source_name
            and raw_pipedrive__stage.pipeline_id = raw_pipedrive__pipeline.pipeline_id
    where raw_pipedrive__stage.stage not in ('won', 'lost')

),

pipelines as (

    select
        described.source_name,
        described.pipeline
    from described
    union
    select
        stg_pipedrive__opportunities.source_name,
        stg_pipedrive__opportunities.pipeline
    from stg_pipedrive__opportunities

),

all_stages as (

    select
        described.source_name,
        described.pipeline,
        described.stage,
        described.role,
        described.probability,
        described.stage_order,
        described.stage_number
    from described
    union all
    select
        pipelines.source_name,
        pipelines.pipeline,
        ends.role as stage,
        ends.role,
        cast(null as double) as probability,
        cast(null as bigint) as stage_order,
        cast(null as bigint) as stage_number
    from pipelines
    cross join (
        select 'won' as role
        union all
        select 'lost' as role
    ) as ends

),

undeclared as (

    select
        all_stages.pipeline,
        all_stages.stage,
        min(all_stages.source_name) as source_name,
        min(all_stages.role) as role,
        max(all_stages.probability) as probability,
        min(all_stages.stage_order) as stage_order,
        min(all_stages.stage_number) as stage_number
    from all_stages
    left join config_stages
        on
            all_stages.pipeline = config_stages.pipeline
            and all_stages.stage = config_stages.stage
    where config_stages.stage is null
    group by all_stages.pipeline, all_stages.stage

)

select
    source_name,
    pipeline,
    stage,
    role,
    case
        when role = 'open'
            then
                row_number() over (
                    partition by pipeline, role
                    order by stage_order nulls last, stage_number nulls last, stage
                )
    end as rank,
    probability

from undeclared
