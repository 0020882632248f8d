-- One row per deal: of the file of deals or, where there is none, as the log says that deals were
-- added, changed and closed. A deal that was added twice is one deal, from the first time on.
with

pipelines as (

    select
        raw_pipedrive__stage.source_name,
        raw_pipedrive__stage.stage_id,
        raw_pipedrive__stage.pipeline_id,
        raw_pipedrive__stage.stage,
        coalesce(
            raw_pipedrive__pipeline.pipeline,
            raw_pipedrive__stage.pipeline,
            raw_pipedrive__stage.pipeline_id,
            'default'
        ) as pipeline
    from raw_pipedrive__stage
    left join raw_pipedrive__pipeline
        on
            raw_pipedrive__stage.source_name = raw_pipedrive__pipeline.source_name
            and raw_pipedrive__stage.pipeline_id = raw_pipedrive__pipeline.pipeline_id

),

logged as (

    select
        raw_pipedrive__deal_change.source_name,
        raw_pipedrive__deal_change.opportunity_id,
        raw_pipedrive__deal_change.file_row,
        raw_pipedrive__deal_change.field_name,
        raw_pipedrive__deal_change.new_value,
        raw_pipedrive__deal_change.date_quality,
        raw_pipedrive__deal_change.changed_at,
        raw_pipedrive__deal_change.changed_date,
        row_number() over (
            partition by
                raw_pipedrive__deal_change.source_name,
                raw_pipedrive__deal_change.opportunity_id,
                raw_pipedrive__deal_change.field_name
            order by
                raw_pipedrive__deal_change.changed_at desc,
                raw_pipedrive__deal_change.file_row desc
        ) as nth_from_last
    from raw_pipedrive__deal_change
    left join (select distinct source_name from raw_pipedrive__deal) as with_deals
        on raw_pipedrive__deal_change.source_name = with_deals.source_name
    where with_deals.source_name is null

),

-- The codes of a reason, spaces after separators left out: {"id":"1","label":"Too dear"}.
codes as (

    select
        source_name,
        replace(replace(options, '": ', '":'), ', "', ',"') as options
    from raw_pipedrive__field
    where field_name = 'lost_reason'

),

latest as (

    select
        source_name,
        opportunity_id,
        min(case when field_name = 'add_time' then changed_at end) as created_at,
        min(case when field_name = 'add_time' then changed_date end) as created_date,
        min(case when field_name = 'add_time' then date_quality end) as date_quality,
        max(changed_at) as modified_at,
        max(changed_date) as modified_date,
        max(case when field_name = 'user_id' and nth_from_last = 1 then new_value end) as owner_id,
        max(case when field_name = 'currency' and nth_from_last = 1 then new_value end)
            as currency,
        max(case when field_name = 'lost_reason' and nth_from_last = 1 then new_value end)
            as loss_code,
        max(case when field_name = 'stage_id' and nth_from_last = 1 then new_value end)
            as stage_id,
        max(case when field_name = 'status' and nth_from_last = 1 then new_value end) as status,
        max(
            case
                when field_name = 'value' and nth_from_last = 1
                    then try_cast(new_value as double)
            end
        ) as amount,
        max(
            case
                when field_name = 'expected_close_date' and nth_from_last = 1
                    then try_cast(substring(new_value, 1, 10) as date)
            end
        ) as expected_close_date
    from logged
    group by source_name, opportunity_id

),

-- A reading of the log by itself: the last state of each deal.
states as (

    select
        source_name,
        opportunity_id,
        state,
        changed_at,
        changed_date
    from stg_pipedrive__deal_changes
    where state in ('open', 'won', 'lost')
    qualify
        row_number() over (
            partition by source_name, opportunity_id
            order by changed_at desc, file_row desc
        ) = 1

)

select
    raw_pipedrive__deal.source_name,
    raw_pipedrive__deal.opportunity_id,
    raw_pipedrive__deal.account_id,
    raw_pipedrive__deal.lead_id,
    raw_pipedrive__deal.owner_id,
    raw_pipedrive__deal.synced_opportunity_id,
    raw_pipedrive__deal.merged_into_id,
    coalesce(
        by_stage.pipeline,
        raw_pipedrive__pipeline.pipeline,
        raw_pipedrive__deal.pipeline_id,
        'default'
    ) as pipeline,
    case
        when raw_pipedrive__deal.status in ('won', 'lost') then raw_pipedrive__deal.status
        else coalesce(by_stage.stage, raw_pipedrive__deal.stage_id)
    end as stage,
    raw_pipedrive__deal.type,
    raw_pipedrive__deal.source,
    raw_pipedrive__deal.origin,
    raw_pipedrive__deal.currency,
    case
        when raw_pipedrive__deal.status in ('open', 'won', 'lost')
            then raw_pipedrive__deal.status
    end as outcome,
    case when raw_pipedrive__deal.status = 'lost' then raw_pipedrive__deal.loss_reason end
        as loss_reason,
    raw_pipedrive__deal.lost_by,
    raw_pipedrive__deal.competitor,
    raw_pipedrive__deal.buyer_stage,
    raw_pipedrive__deal.ability,
    raw_pipedrive__deal.readiness,
    raw_pipedrive__deal.priority,
    raw_pipedrive__deal.risk,
    raw_pipedrive__deal.date_quality,
    raw_pipedrive__deal.dim_1,
    raw_pipedrive__deal.dim_2,
    raw_pipedrive__deal.dim_3,
    raw_pipedrive__deal.dim_4,
    raw_pipedrive__deal.dim_5,
    raw_pipedrive__deal.dim_6,
    raw_pipedrive__deal.dim_7,
    raw_pipedrive__deal.dim_8,
    raw_pipedrive__deal.amount,
    coalesce(raw_pipedrive__deal.status = 'deleted', false)
    or coalesce(raw_pipedrive__deal.is_deleted, false) as is_deleted,
    raw_pipedrive__deal.created_at,
    raw_pipedrive__deal.created_date,
    raw_pipedrive__deal.created_at as recorded_at,
    raw_pipedrive__deal.created_date as recorded_date,
    raw_pipedrive__deal.modified_at,
    raw_pipedrive__deal.modified_date,
    case raw_pipedrive__deal.status
        when 'won' then raw_pipedrive__deal.won_at
        when 'lost' then raw_pipedrive__deal.lost_at
    end as closed_at,
    case raw_pipedrive__deal.status
        when 'won' then raw_pipedrive__deal.won_date
        when 'lost' then raw_pipedrive__deal.lost_date
    end as closed_date,
    raw_pipedrive__deal.expected_close_date,
    raw_pipedrive__deal.next_contact_date

from raw_pipedrive__deal

left join pipelines as by_stage
    on
        raw_pipedrive__deal.source_name = by_stage.source_name
        and raw_pipedrive__deal.stage_id = by_stage.stage_id

left join raw_pipedrive__pipeline
    on
        raw_pipedrive__deal.source_name = raw_pipedrive__pipeline.source_name
        and raw_pipedrive__deal.pipeline_id = raw_pipedrive__pipeline.pipeline_id

union all

select
    latest.source_name,
    latest.opportunity_id,
    cast(null as varchar) as account_id,
    cast(null as varchar) as lead_id,
    latest.owner_id,
    cast(null as varchar) as synced_opportunity_id,
    cast(null as varchar) as merged_into_id,
    coalesce(pipelines.pipeline, 'default') as pipeline,
    case
        when states.state in ('won', 'lost') then states.state
        else coalesce(pipelines.stage, latest.stage_id)
    end as stage,
    cast(null as varchar) as type,
    cast(null as varchar) as source,
    cast(null as varchar) as origin,
    latest.currency,
    coalesce(states.state, 'open') as outcome,
    case
        when states.state = 'lost'
            then
                coalesce(
                    nullif(
                        split_part(
                            split_part(
                                codes.options,
                                '{"id":"' || latest.loss_code || '","label":"',
                                2
                            ), '"', 1
                        ), ''
                    ),
                    nullif(
                        split_part(
                            split_part(
                                codes.options,
                                '{"id":' || latest.loss_code || ',"label":"',
                                2
                            ), '"', 1
                        ), ''
                    ),
                    latest.loss_code
                )
    end as loss_reason,
    cast(null as varchar) as lost_by,
    cast(null as varchar) as competitor,
    cast(null as varchar) as buyer_stage,
    cast(null as varchar) as ability,
    cast(null as varchar) as readiness,
    cast(null as varchar) as priority,
    cast(null as varchar) as risk,
    latest.date_quality,
    cast(null as varchar) as dim_1,
    cast(null as varchar) as dim_2,
    cast(null as varchar) as dim_3,
    cast(null as varchar) as dim_4,
    cast(null as varchar) as dim_5,
    cast(null as varchar) as dim_6,
    cast(null as varchar) as dim_7,
    cast(null as varchar) as dim_8,
    latest.amount,
    coalesce(latest.status = 'deleted', false) as is_deleted,
    latest.created_at,
    latest.created_date,
    latest.created_at as recorded_at,
    latest.created_date as recorded_date,
    latest.modified_at,
    latest.modified_date,
    case when states.state in ('won', 'lost') then states.changed_at end as closed_at,
    case when states.state in ('won', 'lost') then states.changed_date end as closed_date,
    latest.expected_close_date,
    cast(null as date) as next_contact_date

from latest

left join pipelines
    on
        latest.source_name = pipelines.source_name
        and latest.stage_id = pipelines.stage_id

left join codes
    on latest.source_name = codes.source_name

left join states
    on
        latest.source_name = states.source_name
        and latest.opportunity_id = states.opportunity_id

-- A deal that the log never saw being added has no row: its changes wait for it.
where latest.created_at is not null
