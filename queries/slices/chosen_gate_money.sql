-- The chosen people at every gate from the one with the line on, as its ledger counts them: those it
-- let through or sales worked, and those it stopped. At the gate with the line (part = 'line') all of
-- them, at each later one (part = 'gate') those who came to it. Scores finer than two hundred values
-- are counted by whole points; line_now is the line that stood last.
with

about as (

    select
        max_by(threshold, last_date) as line_now,
        count(distinct distance) > 200 as is_fine
    from chosen_gate_bins

)

select
    'line' as part,
    chosen_gate_bins.period,
    chosen_gate_bins.group_name,
    chosen_gate_bins.record_id,
    chosen_gate_bins.cluster_id,
    chosen_gate_bins.gate,
    0 as place,
    about.line_now,
    case
        when about.is_fine then floor(chosen_gate_bins.distance) else chosen_gate_bins.distance
    end as distance,
    chosen_gate_bins.source,
    chosen_gate_bins.segment,
    chosen_gate_bins.readiness,
    chosen_gate_bins.is_worked,
    chosen_gate_bins.let_through_at_random,
    chosen_gate_bins.is_old,
    chosen_gate_bins.first_date,
    chosen_gate_bins.last_date,
    chosen_gate_bins.n,
    chosen_gate_bins.wins,
    chosen_gate_bins.value,
    chosen_gate_bins.value_squares,
    chosen_gate_bins.minutes,
    chosen_gate_bins.untimed_touches,
    chosen_gate_bins.minutes_without_win,
    chosen_gate_bins.untimed_without_win
from chosen_gate_bins
cross join about

union all

select
    'gate' as part,
    chosen_gate_stops.period,
    chosen_gate_stops.group_name,
    chosen_gate_stops.record_id,
    chosen_gate_stops.cluster_id,
    chosen_gate_stops.stop_gate as gate,
    chosen_gate_stops.place,
    about.line_now,
    case
        when about.is_fine then floor(chosen_gate_stops.distance) else chosen_gate_stops.distance
    end as distance,
    cast(null as varchar) as source,
    cast(null as varchar) as segment,
    cast(null as integer) as readiness,
    chosen_gate_stops.is_let_through as is_worked,
    chosen_gate_stops.let_through_at_random,
    chosen_gate_stops.is_old,
    cast(null as date) as first_date,
    cast(null as date) as last_date,
    chosen_gate_stops.n,
    chosen_gate_stops.wins,
    chosen_gate_stops.value,
    chosen_gate_stops.value_squares,
    chosen_gate_stops.minutes,
    chosen_gate_stops.untimed_touches,
    chosen_gate_stops.minutes_without_win,
    chosen_gate_stops.untimed_without_win
from chosen_gate_stops
cross join about
