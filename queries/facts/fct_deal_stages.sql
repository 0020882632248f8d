-- One row per deal and recorded change of its stage (the first row is the stage at creation), in
-- their order by `place`. A save that leaves the stage as it was is no change. Bulk edits are
-- marked: one actor who changes twenty or more deals within ten minutes.
with

-- Changes of the same second: forward through the open stages, closed last.
recorded as (

    select
        deal_changes.opportunity_id,
        deal_changes.actor_id,
        deal_changes.stage,
        deal_changes.date_quality,
        stages.role,
        stages.rank,
        coalesce(deal_changes.recorded_at, deal_changes.changed_at) as known_at,
        coalesce(deal_changes.recorded_date, deal_changes.changed_date) as known_date,
        row_number() over saves as place,
        lag(deal_changes.stage) over saves as stage_before

    from deal_changes

    inner join opportunities
        on deal_changes.opportunity_id = opportunities.opportunity_id

    left join stages
        on
            opportunities.pipeline = stages.pipeline
            and deal_changes.stage = stages.stage

    where
        deal_changes.stage is not null
        and not coalesce(opportunities.is_deleted, false)

    window
        saves as (
            partition by deal_changes.opportunity_id
            order by
                coalesce(deal_changes.recorded_at, deal_changes.changed_at),
                stages.rank nulls last,
                deal_changes.stage
        )

),

changes as (

    select
        recorded.*,
        coalesce(users.is_integration, false) as is_integration,
        recorded.stage_before is null as is_first,
        lead(recorded.known_date) over (
            partition by recorded.opportunity_id
            order by recorded.place
        ) as until_date,
        lag(recorded.known_at) over edits as actors_last_edit_at,
        lead(recorded.known_at) over edits as actors_next_edit_at
    from recorded
    left join users
        on recorded.actor_id = users.user_id
    where recorded.stage_before is null or recorded.stage_before <> recorded.stage
    window
        edits as (
            partition by recorded.opportunity_id, recorded.actor_id, recorded.stage_before is null
            order by recorded.place
        )

),

-- A deal that its actor changes again within ten minutes is still one deal: it counts from the
-- first of such changes until ten minutes after the last.
begun_and_ended as (

    select
        changes.*,
        case
            when actor_id is null or is_first then 0
            when known_at <= actors_last_edit_at + interval '10' minute then 0
            else 1
        end as begun,
        case
            when actor_id is null or is_first then 0
            when actors_next_edit_at <= known_at + interval '10' minute then 0
            else 1
        end as ended
    from changes

),

deals_in_ten_minutes as (

    select
        begun_and_ended.*,
        sum(begun - ended) over until_then + sum(ended) over ten_minutes as deals_before
    from begun_and_ended
    window
        until_then as (
            partition by actor_id, is_first
            order by known_at
            range between unbounded preceding and current row
        ),
        ten_minutes as (
            partition by actor_id, is_first
            order by known_at
            range between interval '10' minute preceding and current row
        )

)

select
    opportunity_id,
    actor_id,
    stage,
    stage_before,
    role,
    rank,
    date_quality,
    is_first,
    is_integration,
    place,
    known_at,
    known_date,
    until_date,
    coalesce(
        max(deals_before) over (
            partition by actor_id, is_first
            order by known_at
            range between current row and interval '10' minute following
        ) >= 20
        and actor_id is not null
        and not is_first,
        false
    ) as is_bulk

from deals_in_ten_minutes
