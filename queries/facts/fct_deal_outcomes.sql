-- One row per deal: its state at the as-of date. A closed deal is dated by the start of its last
-- run in a stage of its outcome; without stage history by its closing time, then by the close date
-- on the record, which is never later than the as-of date.
with

ends_of_history as (

    select
        opportunity_id,
        min(place) as first_place,
        max(place) as last_place
    from fct_deal_stages
    group by opportunity_id

),

stated as (

    select
        opportunities.opportunity_id,
        opportunities.expected_close_date,
        clock.as_of_at,
        clock.as_of_date,
        last_stages.role as last_role,
        first_stages.role as first_role,
        first_stages.rank as first_rank,
        first_stages.known_date as first_known_date,
        coalesce(last_stages.stage, opportunities.stage) as stage,
        case
            when last_stages.stage is null then stages.role
            else last_stages.role
        end as stage_role,
        case
            when last_stages.stage is null then stages.rank
            else last_stages.rank
        end as stage_rank,
        opportunities.closed_at,
        opportunities.closed_date,
        coalesce(opportunities.outcome, last_stages.role, stages.role, 'open') as stated_outcome,
        -- The record tells of a time after the as-of date, when the history had not got there.
        case
            when opportunities.closed_at is not null
                then opportunities.closed_at > clock.as_of_at
            else coalesce(
                opportunities.modified_at > clock.as_of_at
                and last_stages.stage <> opportunities.stage
                and last_stages.role is not null, false
            )
        end as is_stated_later

    from opportunities

    cross join clock

    left join ends_of_history
        on opportunities.opportunity_id = ends_of_history.opportunity_id

    left join fct_deal_stages as first_stages
        on
            ends_of_history.opportunity_id = first_stages.opportunity_id
            and ends_of_history.first_place = first_stages.place

    left join fct_deal_stages as last_stages
        on
            ends_of_history.opportunity_id = last_stages.opportunity_id
            and ends_of_history.last_place = last_stages.place

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
            when is_stated_later and last_role in ('won', 'lost') then last_role
            when is_stated_later then 'open'
            when stated_outcome in ('won', 'lost') then stated_outcome
            else 'open'
        end as outcome
    from stated

),

last_closings as (

    select
        judged.opportunity_id,
        max(fct_deal_stages.place) as last_place
    from judged
    inner join fct_deal_stages
        on
            judged.opportunity_id = fct_deal_stages.opportunity_id
            and judged.outcome = fct_deal_stages.role
    where judged.outcome in ('won', 'lost')
    group by judged.opportunity_id

),

-- The last place before that at which the deal stood in a stage of another known role.
other_states as (

    select
        last_closings.opportunity_id,
        max(fct_deal_stages.place) as last_place
    from last_closings
    inner join judged
        on last_closings.opportunity_id = judged.opportunity_id
    inner join fct_deal_stages
        on last_closings.opportunity_id = fct_deal_stages.opportunity_id
    where
        fct_deal_stages.place < last_closings.last_place
        and fct_deal_stages.role <> judged.outcome
    group by last_closings.opportunity_id

),

last_runs as (

    select
        last_closings.opportunity_id,
        min(fct_deal_stages.known_at) as closed_at,
        min(fct_deal_stages.known_date) as closed_date
    from last_closings
    inner join judged
        on last_closings.opportunity_id = judged.opportunity_id
    inner join fct_deal_stages
        on
            last_closings.opportunity_id = fct_deal_stages.opportunity_id
            and judged.outcome = fct_deal_stages.role
    left join other_states
        on last_closings.opportunity_id = other_states.opportunity_id
    where
        other_states.last_place is null
        or fct_deal_stages.place > other_states.last_place
    group by last_closings.opportunity_id

)

select
    judged.opportunity_id,
    judged.stage,
    judged.stage_role,
    judged.stage_rank,
    judged.first_role,
    judged.first_rank,
    judged.first_known_date,
    judged.outcome,
    case
        when judged.outcome <> 'open' then coalesce(last_runs.closed_at, judged.closed_at)
    end as closed_at,
    case
        when judged.outcome = 'open' then null
        when last_runs.closed_at is not null then last_runs.closed_date
        when judged.closed_at is not null then judged.closed_date
        when judged.expected_close_date > judged.as_of_date then judged.as_of_date
        else judged.expected_close_date
    end as closed_date,
    judged.outcome <> 'open'
    and last_runs.closed_at is null
    and judged.closed_at is null as is_close_date_editable

from judged

left join last_runs
    on judged.opportunity_id = last_runs.opportunity_id
