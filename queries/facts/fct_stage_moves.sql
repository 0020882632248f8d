-- One row per deal and local day on which its stage changed: the state it was left in that day.
-- A parked stage has no height: going there is no move, and coming back is one only if it leads on.
-- A forward move is above the deal's own high-water mark and held for three days or won; at most
-- one a day. A bulk edit is no move, but it raises the mark: undoing it is no progress. Stages with an
-- editable date only are left out.
with

states as (

    select
        opportunity_id,
        actor_id,
        stage,
        stage_before,
        role,
        is_integration,
        is_first,
        is_bulk,
        place,
        known_at,
        known_date,
        date_diff('day', date '1970-01-01', known_date) as day_number,
        case role
            when 'won' then 1000000
            when 'lost' then -1
            when 'open' then rank
        end as height
    from fct_deal_stages
    where coalesce(date_quality, 'recorded') <> 'editable'

),

-- The stage a deal was created in is the mark it starts from; being created is no move.
starts as (

    select
        opportunity_id,
        height as start_height
    from states
    where is_first

),

end_of_day as (

    select
        opportunity_id,
        actor_id,
        stage,
        stage_before,
        role,
        is_integration,
        is_first,
        is_bulk,
        known_at,
        known_date,
        day_number,
        height
    from states
    qualify
        row_number() over (
            partition by opportunity_id, known_date
            order by place desc
        ) = 1

),

held as (

    select
        end_of_day.*,
        starts.start_height,
        coalesce(
            min(end_of_day.height) over (
                partition by end_of_day.opportunity_id
                order by end_of_day.day_number
                range between current row and 2 following
            ) >= end_of_day.height, true
        ) as is_held
    from end_of_day
    left join starts
        on end_of_day.opportunity_id = starts.opportunity_id

),

marked as (

    select
        held.*,
        greatest(
            start_height,
            max(case when is_held then height end) over (
                partition by opportunity_id
                order by day_number
                rows between unbounded preceding and 1 preceding
            )
        ) as high_water_mark,
        coalesce(
            lag(height ignore nulls) over (partition by opportunity_id order by day_number),
            start_height
        ) as height_before
    from held

)

select
    opportunity_id,
    actor_id,
    stage_before,
    stage,
    role,
    known_at as moved_at,
    known_date as moved_date,
    is_integration,
    coalesce(not is_bulk and is_held and height > high_water_mark, false) as is_forward,
    coalesce(not is_bulk and role <> 'lost' and height < height_before, false) as is_backward

from marked
