/*
title = "Time in each stage"
question = "Where do deals stay longest?"
definition = "For each open stage, from the day a deal first entered it: the day by which half had left it by any way, deals still there included; and of 100, how many went on to a higher stage or were won, and how many were lost, in the first 30 days. Deals created in the period, stages with a recorded time."
unit = "days"
school = "both"
shape = "breakdown"
layer = 2
better = "lower"
dated_by = "deal_created"
records = "deals"
input = "records"
keys = ["order", "stage", "statistic"]
numerator = "deals that left the stage; went on, or were lost, in the first 30 days"
denominator = "deals created in the period that stood in the stage"
needs = ["opportunities.created_at", "deal_changes.stage"]
other_reading = "A long stay can be the buyer's own time to decide; a short one can be a stage nobody uses."
next_step = "Open the deals still in that stage and ask what the buyer needs to leave it."
caveats = ["A deal's first stay in a stage counts; coming back to it does not.", "A stay that began before the recorded history is left out, and so are born closed deals.", "The stage at the end of a day counts; a stage passed within a day is no stay.", "A stage with fewer than 30 deals is shown and not named in the sentence."]
grade = "modelled"
[finding]
clear = "Deals stay longest in {longest.details[stage]:word}: half leave it within {longest.value:days}."
luck = "Deals stay longest in {longest.details[stage]:word}: half leave it within {longest.value:days}."
too_few = "Too few deals stood in a stage to say how long they stay."
[estimator]
name = "stays"
*/
select
    stage_rank as "order",
    stage_name as stage,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    case when end_kind in ('forward', 'won') then 'gone_on' else end_kind end as end_kind,
    stay_days as elapsed_days

from chosen_stage_spells
