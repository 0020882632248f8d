-- One row per deal: its state at the as-of date. A closed deal is dated by the start of its last
-- run in a won or lost stage; without stage history by its closing time, then by the close date
-- on the record, which is never later than the as-of date.
with

last_other_state as (

    select
        opportunity_id,
        max(known_at) filter (where coalesce(role, 'open') not in ('won', 'lost')) as open_until,
        max_by(role, known_at) as last_role,
        max_by(stage, known_at) as last_stage,
        max_by(rank, known_at) as last_rank,
        min_by(stage, known_at) as first_stage,
        min_by(role, known_at) as first_role,
        min_by(rank, known_at) as first_rank,
        min(known_date) as first_known_date
    from fct_deal_stages
    group by opportunity_id

),

last_runs as (

    select
        fct_deal_stages.opportunity_id,
        min(fct_deal_stages.known_at) as closed_at,
        min(fct_deal_stages.known_date) as closed_date
    from fct_deal_stages
    inner join last_other_state
        on fct_deal_stages.opportunity_id = last_other_state.opportunity_id
    where
        fct_deal_stages.role = last_other_state.last_role
        and fct_deal_stages.role in ('won', 'lost')
        and (
            last_other_state.open_until is null
            or fct_deal_stages.known_at > last_other_state.open_until
        )
    group by fct_deal_stages.opportunity_id

),

stated as (

    select
        opportunities.opportunity_id,
        opportunities.expected_close_date,
        clock.as_of_at,
        clock.as_of_date,
        last_other_state.last_role,
        last_other_state.first_rank,
        last_other_state.first_role,
        coalesce(last_other_state.last_stage, opportunities.stage) as stage,
        coalesce(last_other_state.last_role, stages.role) as stage_role,
        coalesce(last_other_state.last_rank, stages.rank) as stage_rank,
        coalesce(opportunities.outcome, last_other_state.last_role, stages.role, 'open')
            as stated_outcome,
        coalesce(last_runs.closed_at, opportunities.closed_at) as recorded_closed_at,
        coalesce(last_runs.closed_date, opportunities.closed_date) as recorded_closed_date

    from opportunities

    cross join clock

    left join last_other_state
        on opportunities.opportunity_id = last_other_state.opportunity_id

    left join last_runs
        on opportunities.opportunity_id = last_runs.opportunity_id

    left join stages
        on
            opportunities.pipeline = stages.pipeline
            and opportunities.stage = stages.stage

    where not coalesce(opportunities.is_deleted, false)

),

judged as (

    select
        stated.*,
        case
            when stated.stated_outcome not in ('won', 'lost') then 'open'
            -- Closed by the export's latest row, but not yet at an earlier as-of date.
            when stated.recorded_closed_at > stated.as_of_at
                then case
                    when stated.last_role in ('won', 'lost') then stated.last_role
                    else 'open'
                end
            else stated.stated_outcome
        end as outcome
    from stated

)

select
    opportunity_id,
    stage,
    stage_role,
    stage_rank,
    first_role,
    first_rank,
    outcome,
    case when outcome <> 'open' then recorded_closed_at end as closed_at,
    case
        when outcome <> 'open'
            then coalesce(recorded_closed_date, least(expected_close_date, as_of_date))
    end as closed_date,
    outcome <> 'open' and recorded_closed_at is null as is_close_date_editable

from judged
