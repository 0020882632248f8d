/*
title = "Hand-offs with and without a talk"
question = "Does a deal still move when somebody else takes it over?"
definition = "Deals created in the period whose lead had an owner: handed on if the deal's owner is somebody else, and with a talk if any two-way conversation with the buyer is on record by the day the deal was created. Of each, how many took a step forward within 30 days; those lost first did not, those younger count for the days they were watched."
unit = "share"
school = "value-first"
shape = "breakdown"
layer = 2
better = "neither"
dated_by = "deal_created"
records = "deals"
input = "spells"
keys = ["context"]
numerator = "deals that took a step forward within 30 days"
denominator = "deals created in the period whose lead and deal have owners"
needs = ["leads.owner_id", "opportunities.owner_id", "touches", "deal_changes.stage"]
other_reading = "A buyer who already talked with us was keener: the talk need not be why the deal moved."
next_step = "Open the deals handed on without a talk and ask the new owner what came with them."
caveats = ["Owners are those on record now: one changed later looks like a hand-off.", "A conversation with anybody of ours counts; whether notes came with it is not recorded.", "Leads that a queue or an integration owned are left out, and so are born closed deals."]
grade = "modelled"
[sides]
sales = "Who takes a deal over talks with the buyer anyway; the record of it comes later."
marketing = "Buyers tell their story once. A hand-off without a talk asks them to tell it again."
[finding]
clear = "Handed on after a talk {handed_with.value:in100} in 100 move within 30 days, without one {handed_without.value:in100}."
luck = "Handed on after a talk or without: {handed_with.value:in100} and {handed_without.value:in100} in 100 move; could be luck."
too_few = "Handed on: {handed_with.events:count} of {handed_with.n:count} moved after a talk, {handed_without.events:count} of {handed_without.n:count} without."
none = "No deal is on record that changed hands and then moved within 30 days."
compare = ["handed_with", "handed_without"]
[estimator]
name = "aalen_johansen"
cause = "moved"
day = 30
*/
select
    case
        when is_handed_off and has_conversation_before then 'handed_with'
        when is_handed_off then 'handed_without'
        when has_conversation_before then 'kept_with'
        else 'kept_without'
    end as context,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    move_kind as end_kind,
    days_to_move as elapsed_days

from chosen_hand_offs

where
    move_kind is not null
    and is_old_enough_to_move
    and not is_born_closed
