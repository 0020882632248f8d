-- The chosen people at every gate from the one with the line on, as its ledger counts them: those it
-- let through or sales worked, and those it stopped. At the gate with the line (part = 'line') all of
-- them, at each later one (part = 'gate') those who came to it; and those who waited inside the gates
-- (part = 'wait'). Scores finer than two hundred values are counted by whole points; line_now is the
-- line that stood last, first_day and last_day are those on which people old enough to tell came.
with

about as (

    select
        max_by(threshold, last_date) as line_now,
        min(case when is_old then first_date end) as first_day,
        max(case when is_old then last_date end) as last_day,
        count(distinct distance) > 200 as is_fine
    from chosen_gate_bins

)

select
    'line' as part,
    chosen_gate_bins.period,
    chosen_gate_bins.group_name,
    chosen_gate_bins.record_id,
    chosen_gate_bins.cluster_id,
    chosen_gate_bins.gate as gate_name,
    0 as place,
    about.line_now,
    about.first_day,
    about.last_day,
    case
        when about.is_fine then floor(chosen_gate_bins.distance) else chosen_gate_bins.distance
    end as distance,
    chosen_gate_bins.distance as exact_distance,
    chosen_gate_bins.score,
    chosen_gate_bins.threshold,
    chosen_gate_bins.regime,
    chosen_gate_bins.source,
    chosen_gate_bins.readiness,
    chosen_gate_bins.is_hand_raised,
    chosen_gate_bins.is_worked,
    chosen_gate_bins.let_through_at_random,
    chosen_gate_bins.is_old,
    chosen_gate_bins.first_date,
    chosen_gate_bins.last_date,
    chosen_gate_bins.n,
    chosen_gate_bins.wins,
    chosen_gate_bins.events,
    chosen_gate_bins.value,
    chosen_gate_bins.value_squares,
    chosen_gate_bins.value_capped,
    chosen_gate_bins.value_capped_squares,
    chosen_gate_bins.minutes,
    chosen_gate_bins.untimed_touches,
    chosen_gate_bins.minutes_without_win,
    chosen_gate_bins.untimed_without_win,
    chosen_gate_bins.segment as alike,
    cast(null as varchar) as source_family,
    cast(null as bigint) as score_tenth,
    cast(null as boolean) as is_off_hours,
    cast(null as double) as tried_hours,
    cast(null as double) as inside_hours
from chosen_gate_bins
cross join about

union all

select
    'gate' as part,
    chosen_gate_stops.period,
    chosen_gate_stops.group_name,
    chosen_gate_stops.record_id,
    chosen_gate_stops.cluster_id,
    chosen_gate_stops.stop_gate as gate_name,
    chosen_gate_stops.place,
    about.line_now,
    about.first_day,
    about.last_day,
    case
        when about.is_fine then floor(chosen_gate_stops.distance) else chosen_gate_stops.distance
    end as distance,
    chosen_gate_stops.distance as exact_distance,
    chosen_gate_stops.score,
    cast(null as double) as threshold,
    cast(null as varchar) as regime,
    cast(null as varchar) as source,
    cast(null as integer) as readiness,
    cast(null as boolean) as is_hand_raised,
    chosen_gate_stops.is_let_through as is_worked,
    chosen_gate_stops.let_through_at_random,
    chosen_gate_stops.is_old,
    cast(null as date) as first_date,
    cast(null as date) as last_date,
    chosen_gate_stops.n,
    chosen_gate_stops.wins,
    cast(null as bigint) as events,
    chosen_gate_stops.value,
    chosen_gate_stops.value_squares,
    cast(null as double) as value_capped,
    cast(null as double) as value_capped_squares,
    chosen_gate_stops.minutes,
    chosen_gate_stops.untimed_touches,
    chosen_gate_stops.minutes_without_win,
    chosen_gate_stops.untimed_without_win,
    cast(null as varchar) as alike,
    cast(null as varchar) as source_family,
    cast(null as bigint) as score_tenth,
    cast(null as boolean) as is_off_hours,
    cast(null as double) as tried_hours,
    cast(null as double) as inside_hours
from chosen_gate_stops
cross join about

union all

select
    'wait' as part,
    chosen_lead_delays.period,
    chosen_lead_delays.group_name,
    chosen_lead_delays.record_id,
    cast(null as varchar) as cluster_id,
    cast(null as varchar) as gate_name,
    cast(null as integer) as place,
    cast(null as double) as line_now,
    cast(null as date) as first_day,
    cast(null as date) as last_day,
    cast(null as double) as distance,
    cast(null as double) as exact_distance,
    cast(null as double) as score,
    cast(null as double) as threshold,
    cast(null as varchar) as regime,
    cast(null as varchar) as source,
    cast(null as integer) as readiness,
    cast(null as boolean) as is_hand_raised,
    cast(null as boolean) as is_worked,
    cast(null as boolean) as let_through_at_random,
    chosen_lead_delays.is_old,
    cast(null as date) as first_date,
    cast(null as date) as last_date,
    chosen_lead_delays.n,
    chosen_lead_delays.wins,
    cast(null as bigint) as events,
    chosen_lead_delays.value,
    cast(null as double) as value_squares,
    cast(null as double) as value_capped,
    cast(null as double) as value_capped_squares,
    cast(null as double) as minutes,
    cast(null as bigint) as untimed_touches,
    cast(null as double) as minutes_without_win,
    cast(null as bigint) as untimed_without_win,
    chosen_lead_delays.alike,
    chosen_lead_delays.source_family,
    chosen_lead_delays.score_tenth,
    chosen_lead_delays.is_off_hours,
    chosen_lead_delays.tried_hours,
    chosen_lead_delays.inside_hours
from chosen_lead_delays
