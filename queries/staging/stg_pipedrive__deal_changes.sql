-- One row per logged change of a deal's stage, state, amount or closing date. A deal's state is won,
-- lost or open beside its stage: won and lost stand as stages here, and a deal that is opened again is
-- back in its stage.
with

stages as (

    select
        source_name,
        stage_id,
        stage
    from raw_pipedrive__stage

),

logged as (

    select
        raw_pipedrive__deal_change.source_name,
        raw_pipedrive__deal_change.opportunity_id,
        raw_pipedrive__deal_change.file_row,
        raw_pipedrive__deal_change.actor_id,
        raw_pipedrive__deal_change.field_name,
        raw_pipedrive__deal_change.old_value,
        raw_pipedrive__deal_change.new_value,
        raw_pipedrive__deal_change.date_quality,
        raw_pipedrive__deal_change.changed_at,
        raw_pipedrive__deal_change.changed_date,
        case
            when raw_pipedrive__deal_change.field_name = 'stage_id'
                then coalesce(stages.stage, raw_pipedrive__deal_change.new_value)
        end as stage,
        max(case when raw_pipedrive__deal_change.field_name = 'status' then 1 else 0 end) over (
            partition by raw_pipedrive__deal_change.source_name
        ) as has_status
    from raw_pipedrive__deal_change
    left join stages
        on
            raw_pipedrive__deal_change.source_name = stages.source_name
            and raw_pipedrive__deal_change.new_value = stages.stage_id

),

-- A log without a state tells it by its times and by the reason of the loss; a deal that moves on
-- after that was opened again.
with_states as (

    select
        logged.*,
        case
            when field_name = 'status' then new_value
            when has_status = 1 or new_value is null then null
            when field_name = 'won_time' then 'won'
            when field_name in ('lost_time', 'lost_reason') then 'lost'
            when field_name = 'stage_id' then 'open'
        end as state
    from logged

),

log_starts as (

    select
        source_name,
        min(changed_at) as started_at
    from logged
    group by source_name

),

first_moves as (

    select
        logged.source_name,
        logged.opportunity_id,
        logged.old_value
    from logged
    where logged.field_name = 'stage_id'
    qualify
        row_number() over (
            partition by logged.source_name, logged.opportunity_id
            order by logged.changed_at, logged.file_row
        ) = 1

),

-- What a deal was created in, unless the log says so itself: the stage before its first move, else
-- today's.
creations as (

    select
        raw_pipedrive__deal.source_name,
        raw_pipedrive__deal.opportunity_id,
        coalesce(stages.stage, first_moves.old_value, raw_pipedrive__deal.stage_id) as stage,
        raw_pipedrive__deal.created_at,
        raw_pipedrive__deal.created_date
    from raw_pipedrive__deal
    inner join log_starts
        on
            raw_pipedrive__deal.source_name = log_starts.source_name
            and raw_pipedrive__deal.created_at >= log_starts.started_at
    left join first_moves
        on
            raw_pipedrive__deal.source_name = first_moves.source_name
            and raw_pipedrive__deal.opportunity_id = first_moves.opportunity_id
    left join stages
        on
            raw_pipedrive__deal.source_name = stages.source_name
            and stages.stage_id = coalesce(first_moves.old_value, raw_pipedrive__deal.stage_id)
    where
        first_moves.opportunity_id is null
        or first_moves.old_value is not null

),

changes as (

    select
        with_states.source_name,
        with_states.opportunity_id,
        with_states.file_row,
        with_states.actor_id,
        with_states.field_name,
        with_states.new_value,
        with_states.stage,
        with_states.state,
        with_states.date_quality,
        with_states.changed_at,
        with_states.changed_date
    from with_states
    union all
    select
        creations.source_name,
        creations.opportunity_id,
        cast(-1 as bigint) as file_row,
        cast(null as varchar) as actor_id,
        'stage_id' as field_name,
        cast(null as varchar) as new_value,
        creations.stage,
        'open' as state,
        'recorded' as date_quality,
        creations.created_at as changed_at,
        creations.created_date as changed_date
    from creations

),

placed as (

    select
        changes.*,
        last_value(stage ignore nulls) over (
            partition by source_name, opportunity_id
            order by changed_at, file_row
            rows between unbounded preceding and current row
        ) as stage_so_far
    from changes

),

told as (

    select
        source_name,
        opportunity_id,
        file_row,
        actor_id,
        state,
        date_quality,
        changed_at,
        changed_date,
        case
            when state in ('won', 'lost') then state
            when state = 'open' then stage_so_far
            else stage
        end as stage,
        case when field_name = 'value' then try_cast(new_value as double) end as amount,
        case
            when field_name = 'expected_close_date'
                then try_cast(substring(new_value, 1, 10) as date)
        end as expected_close_date
    from placed

)

select
    source_name,
    opportunity_id,
    file_row,
    actor_id,
    stage,
    state,
    date_quality,
    amount,
    changed_at,
    changed_date,
    case when date_quality = 'recorded' then changed_at end as recorded_at,
    case when date_quality = 'recorded' then changed_date end as recorded_date,
    expected_close_date

from told

where
    stage is not null
    or amount is not null
    or expected_close_date is not null
