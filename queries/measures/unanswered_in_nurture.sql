/*
title = "Asked again, and nobody replied"
question = "Who of those we sent away has come back to us and waits for a reply?"
definition = "People whose last word from a gate was no (sent back, refused, or no kind recorded; not those ruled out), who have no deal since and asked or reacted after that day, in the look-back days, with nothing from sales and no talk on that day or later: the longest wait first. To ask is to raise a hand, write, call or send a form that nothing is locked behind; every other sign is a reaction."
unit = "days"
school = "value-first"
shape = "ledger"
better = "lower"
dated_by = "people_now"
records = "leads"
input = "rows"
needs = ["leads.created_at | gate_decisions.decided_at", "gate_decisions.decided_at", "touches.at"]
other_reading = "A reply that was not entered looks like none, and a click is not a question: call first who asked."
next_step = "Call them today, the longest wait first, and say who takes whom."
caveats = ["All who wait, whenever they were turned away: no period applies.", "What marketing sends and machines do is no reply; a talk with anybody of us is. Where no role is recorded, what our side did counts as that of sales.", "The same person, by ids."]
[sides]
sales = "We never saw these {n:count}: what they did went to the lists of marketing, and nobody told us."
marketing = "They were sent back to us to be kept warm. {n:count} got warm, and there is no way from our lists to somebody who calls."
[finding]
clear = "{n:count} people we turned away have asked or reacted since, and nobody has replied."
luck = "{n:count} people we turned away have asked or reacted since, and nobody has replied."
too_few = "Nobody we turned away waits for a reply."
[estimator]
name = "ledger"
*/
select
    period,
    group_name,
    record_id,
    1 as n,
    waiting_days as sort_value,
    lead_id,
    case when is_asked then 'asked_again' else 'reacted' end as sign,
    first_sign_date,
    waiting_days,
    sign_count,
    last_sign_date,
    last_kind,
    last_topic,
    gate,
    fail_kind,
    reason,
    turned_away_date

from chosen_unanswered
