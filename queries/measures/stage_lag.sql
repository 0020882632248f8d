/*
title = "Time from step to step"
question = "How long does each step take?"
definition = "Days from one step to the next, for everybody who began the step in the period. Of the finished: half were done within so many days. Of all: the first day by which half had got there, those still on the way included."
unit = "days"
school = "conventional"
shape = "breakdown"
layer = 2
better = "lower"
dated_by = "lead_created"
records = "leads"
input = "spells"
keys = ["step", "statistic"]
dated_by_of = { mql_to_sql = "mql" }
needs = ["leads.created_at"]
matures = true
settled = ["half_reached_by", "share_by_30"]
other_reading = "The days of those who finished leave out the slow ones who have not finished yet; the share of all does not."
next_step = "Look at who waits longest before the slowest step."
caveats = ["Each step is dated by its own start.", "Somebody who reached a step before the one above it missed that step and has no lag."]
[finding]
clear = "Of those who were won, half were won within {created_to_won_median_of_finished.value:days}."
luck = "Of those who were won, half were won within {created_to_won_median_of_finished.value:days}."
too_few = "Too few people finished a step."
[estimator]
name = "lag_statistics"
cause = "reached"
day = 30
*/
select
    clock as step,
    period,
    group_name,
    record_id,
    cast(null as varchar) as cluster_id,
    n,
    case when end_kind = 'censored' then 'censored' else 'reached' end as end_kind,
    elapsed_days

from chosen_lead_spells

where clock in ('created_to_mql', 'mql_to_sql', 'sql_to_deal', 'created_to_won')
