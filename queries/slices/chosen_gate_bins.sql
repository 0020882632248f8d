-- The chosen people with a score at their landmark, counted by score and by what became of them: all
-- that is asked of the line, in one table that does not grow with the leads; one row a record when
-- records are asked for. Who has not had the days yet is there too: is_old tells.
select
    period,
    group_name,
    case when $with_records::boolean then record_id end as record_id,
    case when $with_records::boolean then cluster_id end as cluster_id,
    gate,
    regime,
    score,
    threshold,
    distance,
    source,
    segment,
    is_offered,
    is_passed,
    is_worked,
    let_through_at_random,
    is_hand_raised,
    readiness,
    is_old,
    cast(sum(n) as bigint) as n,
    cast(sum(wins) as bigint) as wins,
    cast(sum(deals_won) as bigint) as deals_won,
    count(*) filter (where value > 0) as events,
    sum(value) as value,
    sum(value * value) as value_squares,
    sum(value_capped) as value_capped,
    sum(value_capped * value_capped) as value_capped_squares,
    count(*) filter (where has_deal) as people_with_deal,
    sum(minutes) as minutes,
    cast(sum(untimed_touches) as bigint) as untimed_touches,
    sum(case when wins = 0 then minutes else 0.0 end) as minutes_without_win,
    cast(sum(case when wins = 0 then untimed_touches else 0 end) as bigint) as untimed_without_win,
    min(landmark_date) as first_date,
    max(landmark_date) as last_date

from chosen_gate_leads

group by all
