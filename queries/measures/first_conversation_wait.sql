/*
title = "Wait for a first conversation"
question = "How long does somebody wait who asks for us?"
definition = "Days from a hand-raise in the period until half of all who raised their hand had a first attempt from us, and a first conversation; and beside them the part inside the gate: until half were past its last decision before that attempt, at once where none was taken. Being turned away or lost first ends the wait without one."
unit = "days"
school = "value-first"
shape = "number"
better = "lower"
dated_by = "hand_raised"
records = "leads"
input = "spells"
keys = ["clock"]
needs = ["leads.created_at", "touches.direction"]
other_reading = "Calls that were never logged look like waiting."
next_step = "See on which weekdays the long waits begin."
caveats = ["Where no export records hand-raises, the wait begins when the lead was created.", "It says nothing about whether a quicker answer would have won more."]
grade = "modelled"
[sides]
sales = "Of {conversation.n:count} who asked, {conversation.events:count} have talked with us so far. Who asks at night or without a number is not reached in an hour."
marketing = "All {conversation.n:count} asked us, and {attempt.events:count} have been tried. The others ask whoever calls first."
[finding]
clear = "Half of those who asked had talked with us within {conversation.value:days}; a first attempt came within {attempt.value:days}."
luck = "Half of those who asked had talked with us within {conversation.value:days}; a first attempt came within {attempt.value:days}."
too_few = "{conversation.events:count} of {conversation.n:count} who asked have talked with us."
[estimator]
name = "half_reached_by"
cause = "reached"
*/
select
    clock,
    period,
    group_name,
    record_id,
    cast(null as varchar) as cluster_id,
    n,
    case when end_kind in ('attempt', 'conversation') then 'reached' else end_kind end as end_kind,
    elapsed_days

from chosen_lead_waits

union all

select
    clock,
    period,
    group_name,
    record_id,
    cast(null as varchar) as cluster_id,
    n,
    case when end_kind = 'let_go' then 'reached' else end_kind end as end_kind,
    elapsed_days

from chosen_lead_helps

where clock = 'inside_gate'
