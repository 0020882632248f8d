/*
title = "Two roles of a gate"
question = "Do our gates keep hours free, and do buyers move on behind them?"
definition = "A gate protects if it is working at its line, or by its whole ledger where the line tells nothing. It progresses if of the deals through every gate, like with like, more moved by day 30 or fewer showed no sign of life in their first 21 days than of those that did not come through our gate, beyond luck, and the other of the two does not speak against it; it does not if a help of 5 in 100 can be ruled out in both."
unit = "points"
school = "both"
shape = "breakdown"
dated_by = "lead_created"
records = "leads"
input = "records"
keys = ["role"]
numerator = "of the deals, those that moved, or showed no sign; of the people, those who won"
denominator = "people with a score, and deals created in the same months"
needs = ["line", "leads.score | gate_decisions.score", "opportunities.created_at", "gate_decisions.decided_at"]
caveats = ["Deals from outside also chose us; the gate need not be why they differ.", "Compared where at least four groups of like deals hold both ways."]
period_shift_months = -12
assumes = ["seller_hour_cost", "margin", "minutes_per_touch", "spare_seller_hours", "gate_running_cost"]
grade = "adjusted"
cost = "slow"
other_reading = "A gate that filters well can still help no buyer: the two are judged apart."
next_step = "Where a gate filters and no more, ask what a buyer learns by passing it."
[sides]
sales = "A gate is there to keep our hours for people who buy. That it also moves a buyer on is welcome, and not what we built it for."
marketing = "A buyer should be further after a gate than before it. Where they are not, the gate serves us and not them."
[finding]
clear = "{told.details[said]}"
luck = "{told.details[said]}"
too_few = "Too few people or deals to judge the two roles."
[estimator]
name = "two_roles"
*/
select
    part,
    period,
    group_name,
    record_id,
    cluster_id,
    gate_name,
    place,
    line_now,
    first_day,
    last_day,
    distance,
    exact_distance,
    score,
    threshold,
    regime,
    source,
    readiness,
    is_hand_raised,
    is_worked,
    let_through_at_random,
    is_old,
    first_date,
    last_date,
    n,
    wins,
    events,
    value,
    value_squares,
    value_capped,
    value_capped_squares,
    minutes,
    untimed_touches,
    minutes_without_win,
    untimed_without_win,
    alike,
    source_family,
    score_tenth,
    is_off_hours,
    tried_hours,
    inside_hours,
    cast(null as varchar) as about,
    cast(null as varchar) as stratum,
    cast(null as varchar) as arm,
    cast(null as boolean) as is_moved,
    cast(null as boolean) as is_silent
from chosen_gate_money

union all

select
    'deal' as part,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
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
    true as is_old,
    cast(null as date) as first_date,
    cast(null as date) as last_date,
    1 as n,
    cast(null as bigint) as wins,
    cast(null as bigint) as events,
    cast(null as double) as value,
    cast(null as double) as value_squares,
    cast(null as double) as value_capped,
    cast(null as double) as value_capped_squares,
    cast(null as double) as minutes,
    cast(null as bigint) as untimed_touches,
    cast(null as double) as minutes_without_win,
    cast(null as bigint) as untimed_without_win,
    cast(null as varchar) as alike,
    cast(null as varchar) as source_family,
    cast(null as bigint) as score_tenth,
    cast(null as boolean) as is_off_hours,
    cast(null as double) as tried_hours,
    cast(null as double) as inside_hours,
    'deal' as about,
    stratum,
    case
        when is_outside_ours then 'outside'
        when path_group = 'through_every_gate' then 'inside'
    end as arm,
    is_moved_by_day_30 as is_moved,
    is_silent_by_day_21 as is_silent
from chosen_deal_strata
where path_class is not null
