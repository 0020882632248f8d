-- One row per case that became a deal: with its first activity that is a stage in which a deal is
-- open, parked or won. A case that is closed before that never was a deal.
with

-- Where a log tells when work was scheduled and begun, only what was completed has happened.
events as (

    select
        source_name,
        file_row,
        case_id,
        activity,
        transition,
        happened_at,
        max(case when lower(transition) = 'complete' then 1 else 0 end) over (
            partition by source_name, activity
        ) as has_completions
    from raw_event_log__event

),

starts as (

    select
        events.source_name,
        events.file_row,
        events.case_id,
        events.happened_at,
        config_stages.pipeline
    from events
    inner join config_stages
        on
            events.activity = config_stages.stage
            and config_stages.role in ('open', 'parked', 'won')
    where events.has_completions = 0 or lower(events.transition) = 'complete'
    qualify
        row_number() over (
            partition by events.source_name, events.case_id
            order by events.happened_at, events.file_row
        ) = 1

)

select
    raw_event_log__deal.source_name,
    raw_event_log__deal.opportunity_id,
    raw_event_log__deal.account_id,
    starts.case_id as lead_id,
    raw_event_log__deal.owner_id,
    starts.pipeline,
    raw_event_log__deal.type,
    raw_event_log__deal.source,
    raw_event_log__deal.origin,
    raw_event_log__deal.currency,
    raw_event_log__deal.loss_reason,
    raw_event_log__deal.lost_by,
    raw_event_log__deal.competitor,
    raw_event_log__deal.date_quality,
    raw_event_log__deal.dim_1,
    raw_event_log__deal.dim_2,
    raw_event_log__deal.dim_3,
    raw_event_log__deal.dim_4,
    raw_event_log__deal.dim_5,
    raw_event_log__deal.dim_6,
    raw_event_log__deal.dim_7,
    raw_event_log__deal.dim_8,
    raw_event_log__deal.amount,
    raw_event_log__deal.is_deleted,
    raw_event_log__deal.created_at,
    raw_event_log__deal.created_date,
    case
        when raw_event_log__deal.date_quality = 'recorded' then raw_event_log__deal.created_at
    end as recorded_at,
    case
        when raw_event_log__deal.date_quality = 'recorded' then raw_event_log__deal.created_date
    end as recorded_date

from starts

inner join raw_event_log__deal
    on
        starts.source_name = raw_event_log__deal.source_name
        and starts.case_id = raw_event_log__deal.opportunity_id
        and starts.file_row = raw_event_log__deal.file_row
        and starts.happened_at = raw_event_log__deal.created_at
