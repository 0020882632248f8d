/*
title = "Moved within 30 days"
question = "Once created, does a deal move?"
definition = "Share of the deals created in the period that took a step forward that held for three days, within 30 days of creation; beside it the share lost first, and the share that did neither. The three end at 100."
unit = "share"
school = "value-first"
shape = "number"
better = "higher"
dated_by = "deal_created"
records = "deals"
input = "spells"
keys = ["state"]
numerator = "deals that took a step forward within 30 days"
denominator = "deals created in the period in an open stage"
twin = "sales_velocity"
needs = ["opportunities.created_at", "deal_changes.stage"]
other_reading = "A step is recorded by the seller: where nobody updates the stage, nothing seems to move."
next_step = "Open the deals that did neither."
caveats = ["Born closed deals (created in the last open stage, or closed within a day) are left out.", "A step counts once a day, above the deal's own highest stage, and not in a bulk edit.", "The last three days are left out, since a step must hold.", "A deal closed and opened again is taken as open in between; its last close counts."]
grade = "modelled"
[finding]
clear = "Of 100 deals created, {moved.value:in100} moved within 30 days ({moved.low:in100} to {moved.high:in100})."
luck = "Of 100 deals created, {moved.value:in100} moved within 30 days ({moved.low:in100} to {moved.high:in100})."
too_few = "{moved.events:count} of {moved.n:count} deals moved within 30 days."
[estimator]
name = "aalen_johansen"
states = ["moved", "lost"]
rest = "unmoved"
day = 30
*/
select
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    move_kind as end_kind,
    days_to_move as elapsed_days

from chosen_deals_created

where
    move_kind is not null
    and is_old_enough_to_move
    and not is_born_closed
