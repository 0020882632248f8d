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
        lag(recorded.known_at) over (
            partition by recorded.opportunity_id, recorded.actor_id, recorded.stage_before is null
            order by recorded.place
        ) as actors_last_edit_at
    from recorded
    left join users
        on recorded.actor_id = users.user_id
    where recorded.stage_before is null or recorded.stage_before <> recorded.stage

),

-- A deal that its actor changes again within the ten minutes is still one deal.
deals_in_ten_minutes as (

    select
        changes.*,
        sum(
            case
                when changes.actor_id is null or changes.is_first then 0
                when changes.known_at <= changes.actors_last_edit_at + interval '10' minute then 0
                else 1
            end
        ) over (
            partition by changes.actor_id, changes.is_first
            order by changes.known_at
            range between interval '10' minute preceding and current row
        ) as deals_before
    from changes

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
