/*
title = "Turned away and did not buy"
question = "Whom did we turn away rightly, as far as we know?"
definition = "People turned away in the period, moved back by 365 days so that each had a full year, who were not won by a later deal within that year: why, by which team and when, how long after that they came back if they did, how it ended, and the hours sellers gave them in that year all the same, which come first."
unit = "count"
school = "value-first"
shape = "ledger"
dated_by = "verdict"
records = "verdicts"
input = "rows"
period_shift_months = -12
needs = ["leads.created_at | gate_decisions.decided_at", "gate_decisions.decided_at"]
other_reading = "Nobody called to check: some of them may have bought from somebody else."
next_step = "Take ten at random and ask what they bought."
caveats = ["The same person, by ids; a colleague who bought is not seen.", "Hours are minutes that were recorded, and an assumed number of minutes for each touch without any.", "Hours kept free are in the ledger of the gate: they rest on what a lead takes that sales takes on."]
[sides]
sales = "Each of these {n:count} would have taken hours that went to buyers who were ready."
marketing = "Nothing came of them, with us. Nobody called to ask what they bought instead, so the credit is at most this large."
[finding]
clear = "{n:count} people were turned away and did not buy within a year."
luck = "{n:count} people were turned away and did not buy within a year."
too_few = "{n:count} people were turned away and did not buy within a year."
[estimator]
name = "ledger"
*/
select
    period,
    group_name,
    record_id,
    1 as n,
    (minutes + untimed_touches * $minutes_per_touch::double) / 60 as sort_value,
    account_name,
    lead_id,
    (minutes + untimed_touches * $minutes_per_touch::double) / 60 as hours,
    reason,
    decided_by as team,
    decided_date as turned_away_date,
    date_diff('day', decided_date, next_deal_date) as days_until_deal,
    ended_as,
    gate,
    fail_kind,
    next_deal_date

from chosen_verdicts

where
    age_days >= 365
    and not (end_kind = 'won' and elapsed_days <= 365)
