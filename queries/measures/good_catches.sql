/*
title = "Turned away and did not buy"
question = "Whom did we turn away rightly, as far as we know?"
definition = "People turned away in the period, moved back by 365 days so that each had a full year, who were not won by a later deal within that year."
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
caveats = ["The same person, by ids; a colleague who bought is not seen."]
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
    cast(null as double) as sort_value,
    lead_id,
    gate,
    fail_kind,
    reason,
    decided_date as turned_away_date,
    next_deal_date

from chosen_verdicts

where
    age_days >= 365
    and not (end_kind = 'won' and elapsed_days <= 365)
