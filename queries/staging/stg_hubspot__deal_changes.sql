-- One row per recorded change of a deal; a null means unchanged. Stages come from the best source that
-- a deal has: the stage history, else the property history, else the date on which it last entered
-- each stage, which has lost every earlier visit.
with

stage_entries as (

    select
        source_name,
        opportunity_id,
        stage_id,
        cast(null as varchar) as stage_text,
        case when source_id like 'userId:%' then substring(source_id, 8) end as actor_id,
        entered_at,
        entered_date,
        1 as preference
    from raw_hubspot__deal_stage
    union all
    select
        source_name,
        opportunity_id,
        value as stage_id,
        cast(null as varchar) as stage_text,
        case when source_id like 'userId:%' then substring(source_id, 8) end as actor_id,
        changed_at as entered_at,
        changed_date as entered_date,
        2 as preference
    from raw_hubspot__deal_property_history
    where
        field_name = 'dealstage'
        and value is not null
        and not coalesce(is_deleted, false)
    union all
    -- The newer property of a stage comes before the older one, and the newest load before others.
    select
        source_name,
        opportunity_id,
        coalesce(stage_id, older_stage_id) as stage_id,
        stage_text,
        cast(null as varchar) as actor_id,
        entered_at,
        entered_date,
        3 as preference
    from raw_hubspot__deal_stage_entries
    where coalesce(stage_id, older_stage_id, '') <> 'current_stage'
    qualify
        row_number() over (
            partition by
                source_name,
                opportunity_id,
                coalesce(stage_id, older_stage_id, stage_text),
                copy
            order by older_stage_id nulls first, entered_at desc
        ) = 1

),

best_entries as (

    select
        source_name,
        opportunity_id,
        stage_id,
        stage_text,
        actor_id,
        entered_at,
        entered_date
    from stage_entries
    qualify
        preference = min(preference) over (partition by source_name, opportunity_id)

),

stages_by_id as (

    select
        source_name,
        stage_id,
        pipeline_id,
        pipeline,
        stage
    from stg_hubspot__stages__labels
    qualify row_number() over (partition by source_name, stage_id order by pipeline_id) = 1

),

-- A heading names a stage as 'Stage (Pipeline)', both of which may hold brackets of their own. A stage
-- of another pipeline than the deal's keeps the pipeline's name.
stage_changes as (

    select
        best_entries.source_name,
        best_entries.opportunity_id,
        best_entries.actor_id,
        coalesce(
            own_stages.stage,
            case
                when stg_hubspot__opportunities.pipeline_id is null then stages_by_id.stage
                else stages_by_id.stage || ' (' || stages_by_id.pipeline || ')'
            end,
            best_entries.stage_id,
            case
                when
                    right(best_entries.stage_text, length(stg_hubspot__opportunities.pipeline) + 3)
                    = ' (' || stg_hubspot__opportunities.pipeline || ')'
                    then left(
                        best_entries.stage_text,
                        length(best_entries.stage_text)
                        - length(stg_hubspot__opportunities.pipeline) - 3
                    )
                when coalesce(stg_hubspot__opportunities.pipeline, 'default') = 'default'
                    then regexp_replace(best_entries.stage_text, ' \([^()]*\)$', '')
                else best_entries.stage_text
            end
        ) as stage,
        coalesce(
            (
                own_stages.stage is null
                and stages_by_id.pipeline_id <> stg_hubspot__opportunities.pipeline_id
            )
            or (
                best_entries.stage_text is not null
                and stg_hubspot__opportunities.pipeline <> 'default'
                and right(best_entries.stage_text, length(stg_hubspot__opportunities.pipeline) + 3)
                <> ' (' || stg_hubspot__opportunities.pipeline || ')'
            ),
            false
        ) as is_elsewhere,
        best_entries.entered_at as changed_at,
        best_entries.entered_date as changed_date
    from best_entries
    left join stg_hubspot__opportunities
        on
            best_entries.source_name = stg_hubspot__opportunities.source_name
            and best_entries.opportunity_id = stg_hubspot__opportunities.opportunity_id
    left join stg_hubspot__stages__labels as own_stages
        on
            best_entries.source_name = own_stages.source_name
            and stg_hubspot__opportunities.pipeline_id = own_stages.pipeline_id
            and best_entries.stage_id = own_stages.stage_id
    left join stages_by_id
        on
            best_entries.source_name = stages_by_id.source_name
            and best_entries.stage_id = stages_by_id.stage_id

),

-- HubSpot writes a date as milliseconds since 1970, loaders also as text.
values_saved as (

    select
        source_name,
        opportunity_id,
        field_name,
        case when source_id like 'userId:%' then substring(source_id, 8) end as actor_id,
        case when field_name = 'amount' then try_cast(value as double) end as amount,
        case
            when field_name = 'closedate' and try_cast(value as bigint) is not null
                then cast(epoch_ms(try_cast(value as bigint)) as date)
            when field_name = 'closedate' then try_cast(substring(value, 1, 10) as date)
        end as expected_close_date,
        case
            when field_name = 'hs_deal_stage_probability' then try_cast(value as double)
        end as probability,
        case when field_name = 'hs_manual_forecast_category' then value end as forecast_category,
        case when field_name = 'dealtype' then value end as type,
        changed_at,
        changed_date,
        lag(value) over (
            partition by source_name, opportunity_id, field_name
            order by changed_at, file_row
        ) as value_before,
        value
    from raw_hubspot__deal_property_history
    where
        field_name in (
            'amount',
            'closedate',
            'dealtype',
            'hs_deal_stage_probability',
            'hs_manual_forecast_category'
        )
        and value is not null
        and not coalesce(is_deleted, false)

),

value_changes as (

    select
        source_name,
        opportunity_id,
        max(actor_id) as actor_id,
        max(amount) as amount,
        max(expected_close_date) as expected_close_date,
        max(probability) as probability,
        max(forecast_category) as forecast_category,
        max(type) as type,
        changed_at,
        changed_date
    from values_saved
    where coalesce(value <> value_before, true)
    group by source_name, opportunity_id, changed_at, changed_date

),

changes as (

    select
        source_name,
        opportunity_id,
        actor_id,
        stage,
        is_elsewhere,
        cast(null as varchar) as forecast_category,
        cast(null as varchar) as type,
        cast(null as double) as amount,
        cast(null as double) as probability,
        cast(null as date) as expected_close_date,
        changed_at,
        changed_date
    from stage_changes
    union all
    select
        source_name,
        opportunity_id,
        actor_id,
        cast(null as varchar) as stage,
        false as is_elsewhere,
        forecast_category,
        type,
        amount,
        probability,
        expected_close_date,
        changed_at,
        changed_date
    from value_changes
    where
        amount is not null
        or expected_close_date is not null
        or probability is not null
        or forecast_category is not null
        or type is not null

)

select
    source_name,
    opportunity_id,
    actor_id,
    stage,
    is_elsewhere,
    forecast_category,
    type,
    'recorded' as date_quality,
    amount,
    probability,
    changed_at,
    changed_date,
    changed_at as recorded_at,
    changed_date as recorded_date,
    expected_close_date

from changes
