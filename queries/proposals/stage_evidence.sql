-- One row per pipeline and stage that a deal is or was in, or that the exports describe: what is
-- known of it, from which its role and rank are proposed.
with

changes as (

    select
        deal_changes.opportunity_id,
        coalesce(opportunities.pipeline, 'default') as pipeline,
        deal_changes.stage,
        deal_changes.changed_at,
        lag(deal_changes.stage) over (
            partition by deal_changes.opportunity_id
            order by deal_changes.changed_at
        ) as previous_stage
    from deal_changes
    left join opportunities
        on deal_changes.opportunity_id = opportunities.opportunity_id
    where deal_changes.stage is not null

),

entries as (

    select
        pipeline,
        stage,
        row_number() over (partition by opportunity_id order by changed_at) as place,
        row_number() over (partition by opportunity_id, stage order by changed_at) as nth_time,
        lead(stage) over (partition by opportunity_id order by changed_at) as next_stage
    from changes
    where previous_stage is null or previous_stage <> stage

),

moves as (

    select
        pipeline,
        stage,
        count(*) as entries,
        count(next_stage) as exits,
        avg(place) filter (where nth_time = 1) as mean_place
    from entries
    group by pipeline, stage

),

today as (

    select
        coalesce(pipeline, 'default') as pipeline,
        stage,
        count(*) as deals,
        count(closed_at) as deals_with_closing_time,
        count(created_at) as deals_with_creation_time,
        count(*) filter (where outcome = 'won') as deals_won,
        count(*) filter (where outcome = 'lost') as deals_lost
    from opportunities
    where stage is not null and not coalesce(is_deleted, false)
    group by all

),

known as (

    select
        pipeline,
        stage
    from moves
    union
    select
        pipeline,
        stage
    from today
    union
    select
        pipeline,
        stage
    from stages

)

select
    known.pipeline,
    known.stage,
    stages.source_name as described_by,
    stages.role,
    stages.rank,
    stages.probability,
    coalesce(moves.entries, 0) as entries,
    coalesce(moves.exits, 0) as exits,
    moves.mean_place,
    coalesce(today.deals, 0) as deals,
    coalesce(today.deals_with_closing_time, 0) as deals_with_closing_time,
    coalesce(today.deals_with_creation_time, 0) as deals_with_creation_time,
    coalesce(today.deals_won, 0) as deals_won,
    coalesce(today.deals_lost, 0) as deals_lost

from known

left join moves
    on known.pipeline = moves.pipeline and known.stage = moves.stage

left join today
    on known.pipeline = today.pipeline and known.stage = today.stage

left join stages
    on known.pipeline = stages.pipeline and known.stage = stages.stage

order by known.pipeline, known.stage
