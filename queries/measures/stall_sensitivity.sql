/*
title = "Silent from the start, by other thresholds"
question = "Does the answer hang on the 21 days?"
definition = "Share of the deals created in the period with no sign of life in their first 14, 21, 30 or 45 days: by all signs, and by changes of stage alone. Each is read on the day of its own threshold; by all signs at 21 days it is the number of the Overview."
unit = "share"
school = "value-first"
shape = "matrix"
layer = 2
better = "lower"
dated_by = "deal_created"
records = "deals"
input = "spells"
keys = ["signs", "threshold"]
numerator = "deals with no sign of life in their first so many days"
denominator = "deals created in the period in an open stage"
needs = ["opportunities.created_at", "deal_changes.stage"]
other_reading = "A longer threshold lets more deals speak, and more deals close first: the share falls by itself."
next_step = "Choose the threshold that fits the pace of your buyers (stall_days in gatecost.toml)."
caveats = ["By stages alone a talk that moved no stage is no sign: with mail and meetings recorded, all signs are the better count.", "Born closed deals are left out; parked deals are not silent."]
grade = "modelled"
[finding]
clear = "Silent from the start: {all_14.value:in100} in 100 by 14 days, {all_21.value:in100} by 21, {all_45.value:in100} by 45."
luck = "Silent from the start: {all_14.value:in100} in 100 by 14 days, {all_21.value:in100} by 21, {all_45.value:in100} by 45."
too_few = "{all_21.events:count} of {all_21.n:count} deals were silent from the start."
[estimator]
name = "aalen_johansen"
cause = "stalled"
day = 21
[estimator.of.14]
name = "aalen_johansen"
cause = "stalled"
day = 14
[estimator.of.30]
name = "aalen_johansen"
cause = "stalled"
day = 30
[estimator.of.45]
name = "aalen_johansen"
cause = "stalled"
day = 45
*/
select
    signs,
    threshold_days as threshold,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    stall_kind as end_kind,
    days_to_stall as elapsed_days

from chosen_deal_starts

where not is_born_closed
