/*
title = "Stage changes by weekday"
question = "Are stages changed on one day of the week?"
definition = "On which day of the week people changed the stage of the deals created in the period, each deal at most once a day, bulk edits among them; being created is no change, and changes by an integration are left out. Set against an even spread over the five working days."
unit = "share"
school = "value-first"
shape = "bins"
layer = 2
better = "neither"
dated_by = "deal_created"
records = "deals"
input = "records"
keys = ["weekday"]
numerator = "stage changes on that day of the week"
denominator = "stage changes of the deals created in the period"
needs = ["deal_changes.stage"]
other_reading = "Buyers have weekdays too: a peak can be theirs."
next_step = "If one day stands out, ask what meeting follows it, and read days to a step with that in mind."
caveats = ["A peak blurs every number in days by up to a week; it does not change who moved.", "Days are those of the time zone of the config."]
[sides]
sales = "We write down on one day what happened all week; the buyers moved when they moved."
marketing = "Then no day in the records can be trusted, and every wait we measure ends on the same day of the week."
[finding]
clear = "{busiest.details[weekday]:word} has the most stage changes, {busiest.value:in100} in 100; spread evenly over five days it were {busiest.details[even]:in100}."
luck = "No working day stands out: {busiest.details[weekday]:word}, the busiest, has {busiest.value:in100} of 100 stage changes."
too_few = "Too few deals changed stage to tell one weekday from another."
against_zero = "above"
[estimator]
name = "weekdays"
*/
select
    date_diff('day', cast(date_trunc('week', moved_date) as date), moved_date) as weekday_number,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n

from chosen_stage_updates
