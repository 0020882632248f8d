-- The chosen people at each gate after the one with the line that they came to: those let through by
-- it and those it stopped, counted by score; one row a record when records are asked for. They come
-- to the first such gate with a score from the line up, to each further one if the one before let
-- them through.
with

reached as (

    select
        chosen_gate_leads.period,
        chosen_gate_leads.group_name,
        chosen_gate_leads.record_id,
        chosen_gate_leads.cluster_id,
        chosen_gate_leads.score,
        chosen_gate_leads.distance,
        chosen_gate_leads.is_offered,
        chosen_gate_leads.let_through_at_random,
        chosen_gate_leads.is_old,
        chosen_gate_leads.n,
        chosen_gate_leads.wins,
        chosen_gate_leads.value,
        chosen_gate_leads.minutes,
        chosen_gate_leads.untimed_touches,
        fct_gate_stops.gate as stop_gate,
        fct_gate_stops.place,
        coalesce(fct_gate_stops.passed_days <= $gate_horizon_days::integer, false)
            as is_let_through,
        coalesce(earlier.passed_days <= $gate_horizon_days::integer, false) as is_let_through_before

    from chosen_gate_leads

    inner join fct_gate_stops
        on chosen_gate_leads.person_id = fct_gate_stops.person_id

    left join fct_gate_stops as earlier
        on
            fct_gate_stops.person_id = earlier.person_id
            and fct_gate_stops.place = earlier.place + 1

)

select
    period,
    group_name,
    case when $with_records::boolean then record_id end as record_id,
    case when $with_records::boolean then cluster_id end as cluster_id,
    stop_gate,
    place,
    score,
    distance,
    is_let_through,
    let_through_at_random,
    is_old,
    cast(sum(n) as bigint) as n,
    cast(sum(wins) as bigint) as wins,
    sum(value) as value,
    sum(value * value) as value_squares,
    sum(minutes) as minutes,
    cast(sum(untimed_touches) as bigint) as untimed_touches,
    sum(case when wins = 0 then minutes else 0.0 end) as minutes_without_win,
    cast(sum(case when wins = 0 then untimed_touches else 0 end) as bigint) as untimed_without_win

from reached

where
    case
        when place = 1 then is_offered or is_let_through
        else is_let_through_before
    end

group by all
