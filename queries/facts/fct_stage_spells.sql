-- One row per deal and stay in a stage, by the stage it was left in at the end of a day: when it
-- entered, how the stay ended or that it lasts until the as-of date. A stay whose beginning is
-- older than the recorded history is left out, and so are stages with an editable date only.
with

-- The first day of each run of days that end in the same stage.
entries as (

    select
        fct_stage_moves.opportunity_id,
        fct_stage_moves.stage,
        fct_stage_moves.role,
        fct_stage_moves.moved_date as entered_date,
        lag(fct_stage_moves.stage) over changes as stage_of_day_before
    from fct_stage_moves
    window
        changes as (
            partition by fct_stage_moves.opportunity_id
            order by fct_stage_moves.moved_date
        )

),

runs as (

    select
        entries.opportunity_id,
        entries.stage,
        entries.role,
        entries.entered_date,
        row_number() over runs_of_deal as place,
        row_number() over (
            partition by entries.opportunity_id, entries.stage
            order by entries.entered_date
        ) as turn,
        lead(entries.stage) over runs_of_deal as next_stage,
        lead(entries.role) over runs_of_deal as next_role,
        lead(entries.entered_date) over runs_of_deal as next_date
    from entries
    where
        entries.stage_of_day_before is null
        or entries.stage_of_day_before <> entries.stage
    window
        runs_of_deal as (
            partition by entries.opportunity_id
            order by entries.entered_date
        )

),

pipelines as (

    select count(distinct pipeline) as pipelines
    from stages

),

stays as (

    select
        runs.opportunity_id,
        opportunities.pipeline,
        runs.stage,
        runs.role,
        runs.place,
        runs.turn,
        runs.entered_date,
        runs.next_role,
        runs.next_date,
        pipelines.pipelines,
        own.rank as stage_rank,
        following.rank as next_rank,
        fct_deal_outcomes.outcome,
        -- The record may say that a deal is closed although its history ends in an open stage.
        case
            when runs.next_date is null and fct_deal_outcomes.outcome <> 'open'
                then greatest(fct_deal_outcomes.closed_date, runs.entered_date)
        end as closed_date,
        date_diff('day', runs.entered_date, clock.as_of_date) as days_until_as_of,
        fct_deal_clocks.is_born_closed
    from runs
    cross join clock
    cross join pipelines
    inner join opportunities
        on runs.opportunity_id = opportunities.opportunity_id
    inner join fct_deal_outcomes
        on runs.opportunity_id = fct_deal_outcomes.opportunity_id
    inner join fct_deal_clocks
        on runs.opportunity_id = fct_deal_clocks.opportunity_id
    left join stages as own
        on
            opportunities.pipeline = own.pipeline
            and runs.stage = own.stage
    left join stages as following
        on
            opportunities.pipeline = following.pipeline
            and runs.next_stage = following.stage
    where
        runs.role in ('open', 'parked')
        and (
            runs.place > 1
            or date_diff('day', fct_deal_clocks.created_date, runs.entered_date) <= 1
        )

)

select
    opportunity_id,
    pipeline,
    stage,
    case when pipelines > 1 then pipeline || ': ' || stage else stage end as stage_name,
    role,
    stage_rank,
    place,
    -- A stay that began before the history was the first, though it is left out.
    turn = 1 as is_first_stay,
    is_born_closed,
    entered_date,
    coalesce(next_date, closed_date) as left_date,
    case
        when next_date is null and closed_date is not null then outcome
        when next_date is null then 'censored'
        when next_role in ('won', 'lost', 'parked') then next_role
        when next_rank > stage_rank then 'forward'
        when next_rank < stage_rank then 'backward'
        else 'elsewhere'
    end as end_kind,
    case
        when next_date is not null then date_diff('day', entered_date, next_date)
        when closed_date is not null then date_diff('day', entered_date, closed_date)
        else days_until_as_of
    end as stay_days

from stays
