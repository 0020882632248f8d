/*
title = "Wait for somebody who can help"
question = "How long until a buyer talks with somebody who can help?"
definition = "Days from a hand-raise in the period until half of all who raised their hand had a first conversation with somebody who can help, and with anybody of ours. Who can help is named in the config by role; where it names nobody, every known role that is neither marketing's nor sales development's. Being turned away or lost first ends the wait without one."
unit = "days"
school = "value-first"
shape = "number"
better = "lower"
dated_by = "hand_raised"
records = "leads"
input = "spells"
keys = ["clock"]
needs = ["leads.created_at", "touches.direction", "touches.actor_role | users.role"]
other_reading = "A first talk can help as well: some of those who qualify know the product."
next_step = "Read ten first talks that helped nobody: what was asked, and who could have answered?"
caveats = ["Where no export records hand-raises, the wait begins when the lead was created.", "A talk with a person whose role is not recorded counts as a conversation and not as help.", "Unless [roles] can_help names them, roles are told by their words: sales development, business development and marketing qualify, all others help."]
grade = "modelled"
[sides]
sales = "Whoever answers first sorts; half reach one of us who can help within {helper.value:days}. A seller's hour goes to those who are ready."
marketing = "They talk within {conversation.value:days} and are helped within {helper.value:days}: what lies between is ours to explain to them."
[finding]
clear = "Half of those who asked had talked with somebody who can help within {helper.value:days}; with anybody of ours within {conversation.value:days}."
luck = "Half of those who asked had talked with somebody who can help within {helper.value:days}; with anybody of ours within {conversation.value:days}."
too_few = "{helper.events:count} of {helper.n:count} who asked have talked with somebody who can help."
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
    case when end_kind = 'conversation' then 'reached' else end_kind end as end_kind,
    elapsed_days

from chosen_lead_waits

where clock = 'conversation'

union all

select
    clock,
    period,
    group_name,
    record_id,
    cast(null as varchar) as cluster_id,
    n,
    case when end_kind = 'helper' then 'reached' else end_kind end as end_kind,
    elapsed_days

from chosen_lead_helps

where clock = 'helper'
