-- One row per deal and recorded change of its stage (the first row is the stage at creation).
-- A save that leaves the stage as it was is no change. Bulk edits are marked: one actor who
-- changes twenty or more deals within ten minutes (METHODS B, rule 5).
with

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
        lag(deal_changes.stage) over (
            partition by deal_changes.opportunity_id
            order by
                coalesce(deal_changes.recorded_at, deal_changes.changed_at),
                stages.rank nulls last,
                deal_changes.stage
        ) as stage_before

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

),

changes as (

    select
        recorded.*,
        coalesce(users.is_integration, false) as is_integration,
        recorded.stage_before is null as is_first
    from recorded
    left join users
        on recorded.actor_id = users.user_id
    where recorded.stage_before is null or recorded.stage_before <> recorded.stage

),

edits_in_ten_minutes as (

    select
        changes.*,
        case
            when changes.actor_id is null or changes.is_first then 0
            else count(*) over (
                partition by changes.actor_id, changes.is_first
                order by changes.known_at
                range between interval '10' minute preceding and current row
            )
        end as edits_before
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
    known_at,
    known_date,
    coalesce(
        max(edits_before) over (
            partition by actor_id, is_first
            order by known_at
            range between current row and interval '10' minute following
        ) >= 20
        and actor_id is not null,
        false
    ) as is_bulk

from edits_in_ten_minutes
