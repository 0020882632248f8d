/*
title = "Wait for somebody who can help"
question = "How long until a buyer talks with somebody who can help?"
definition = "From a hand-raise in the period to the first conversation with somebody who can help, and with anybody of us: the day by which half of all who raised their hand had it, half of those who had it, and of 100 how many had it in the first 30 days. Who can help is named in the config by role; where it names nobody, every known role that is neither marketing's nor sales development's. Being turned away or lost first ends the wait without one."
unit = "days"
school = "value-first"
shape = "breakdown"
better = "lower"
dated_by = "hand_raised"
records = "leads"
input = "spells"
keys = ["clock", "statistic"]
needs = ["leads.created_at", "touches.direction", "touches.actor_role | users.role"]
matures = true
settled = ["half_reached_by", "share_by_30"]
other_reading = "A first talk can help as well: some of those who qualify know the product."
next_step = "Read ten first talks that helped nobody: what was asked, and who could have answered?"
caveats = ["Where no export records hand-raises, the wait begins when the lead was created.", "A talk with a person whose role is not recorded counts as a conversation and not as help.", "Unless [roles] can_help names them, roles are told by their words: sales development, business development and marketing qualify, all others help."]
grade = "modelled"
[sides]
sales = "Whoever answers first sorts, so that a seller's hour goes to those who are ready: {helper_share_by_30.events:count} of {helper_share_by_30.n:count} reached one of us who can help in their first 30 days."
marketing = "{conversation_share_by_30.events:count} talked with somebody in their first 30 days, {helper_share_by_30.events:count} with somebody who can help: what lies between is ours to explain to them."
[finding]
clear = "Of 100 who asked, {helper_share_by_30.value:in100} had talked with somebody who can help in the first 30 days, {conversation_share_by_30.value:in100} with anybody of us."
luck = "Of 100 who asked, {helper_share_by_30.value:in100} had talked with somebody who can help in the first 30 days, {conversation_share_by_30.value:in100} with anybody of us."
too_few = "{helper_half_reached_by.events:count} of {helper_half_reached_by.n:count} who asked have talked with somebody who can help."
[estimator]
name = "lag_statistics"
cause = "reached"
day = 30
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
