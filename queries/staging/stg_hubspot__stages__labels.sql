-- One row per pipeline and stage that the export describes: the ids by which deals name them, and the
-- labels that people read. A label that stands twice carries its id. A stage is won or lost by its own
-- flags; where no stage of a pipeline is flagged so, probability 1 or 0 says it.
with

pipelines as (

    select
        source_name,
        pipeline_id,
        case
            when label is null then pipeline_id
            when count(*) over (partition by source_name, label) > 1
                then label || ' (' || pipeline_id || ')'
            else label
        end as pipeline
    from raw_hubspot__deal_pipeline

),

-- Some loaders keep the stages of a pipeline as one JSON array of objects.
stage_texts as (

    select
        raw_hubspot__deal_pipeline.source_name,
        raw_hubspot__deal_pipeline.pipeline_id,
        unnest(
            regexp_extract_all(
                raw_hubspot__deal_pipeline.stages, '(\{(?:[^{}]|\{[^{}]*\})*\})', 1
            )
        ) as stage_text
    from raw_hubspot__deal_pipeline
    where raw_hubspot__deal_pipeline.stages is not null

),

described as (

    select
        source_name,
        pipeline_id,
        stage_id,
        label,
        display_order,
        probability,
        is_closed,
        is_won
    from raw_hubspot__deal_pipeline_stage
    union all
    select
        source_name,
        pipeline_id,
        coalesce(
            json_extract_string(stage_text, '$.id'), json_extract_string(stage_text, '$.stageId')
        ) as stage_id,
        json_extract_string(stage_text, '$.label') as label,
        try_cast(json_extract_string(stage_text, '$.displayOrder') as bigint) as display_order,
        try_cast(json_extract_string(stage_text, '$.metadata.probability') as double)
            as probability,
        json_extract_string(stage_text, '$.metadata.isClosed') = 'true' as is_closed,
        json_extract_string(stage_text, '$.metadata.closedWon') = 'true' as is_won
    from stage_texts

),

flagged as (

    select
        source_name,
        pipeline_id,
        stage_id,
        display_order,
        probability,
        is_closed,
        is_won,
        case
            when label is null then stage_id
            when count(*) over (partition by source_name, pipeline_id, label) > 1
                then label || ' (' || stage_id || ')'
            else label
        end as stage,
        bool_or(coalesce(is_won, false)) over (partition by source_name, pipeline_id)
            as has_won_stage,
        bool_or(coalesce(is_closed and not coalesce(is_won, probability = 1), false)) over (
            partition by source_name, pipeline_id
        ) as has_lost_stage
    from described

)

select
    flagged.source_name,
    flagged.pipeline_id,
    flagged.stage_id,
    coalesce(pipelines.pipeline, flagged.pipeline_id, 'default') as pipeline,
    flagged.stage,
    case
        when flagged.is_won then 'won'
        when not flagged.has_won_stage and flagged.probability = 1 then 'won'
        when flagged.is_closed then 'lost'
        when not flagged.has_lost_stage and flagged.probability = 0 then 'lost'
        else 'open'
    end as role,
    flagged.display_order,
    flagged.probability

from flagged

left join pipelines
    on
        flagged.source_name = pipelines.source_name
        and flagged.pipeline_id = pipelines.pipeline_id
