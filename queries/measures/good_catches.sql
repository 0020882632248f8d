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
other_reading = "Nobody asked: some of them may have bought from somebody else."
next_step = "Take ten at random and ask what they bought."
caveats = ["The same person, by ids; a colleague who bought is not seen.", "Hours are minutes that were recorded, and an assumed number of minutes for each touch without any.", "Hours kept free are in the ledger of the gate: they rest on what a lead takes that sales takes on."]
[sides]
sales = "Each of these {n:count} would have taken hours that went to buyers who were ready."
marketing = "Nothing came of them, with us. Nobody asked what they bought instead, so the credit is at most this large."
[finding]
clear = "{n:count} people were turned away and did not buy within a year."
luck = "{n:count} people were turned away and did not buy within a year."
too_few = "{n:count} people were turned away and did not buy within a year."
[estimator]
name = "ledger"
*/
select
    chosen_verdicts.period,
    chosen_verdicts.group_name,
    chosen_verdicts.record_id,
    1 as n,
    chosen_verdict_efforts.effort_minutes / 60 as sort_value,
    chosen_verdicts.account_name,
    chosen_verdicts.lead_id,
    chosen_verdict_efforts.effort_minutes / 60 as hours,
    chosen_verdicts.reason,
    chosen_verdicts.decided_by as team,
    chosen_verdicts.decided_date as turned_away_date,
    date_diff('day', chosen_verdicts.decided_date, chosen_verdicts.next_deal_date)
        as days_until_deal,
    chosen_verdicts.ended_as,
    chosen_verdicts.gate,
    chosen_verdicts.fail_kind,
    chosen_verdicts.next_deal_date

from chosen_verdicts

inner join chosen_verdict_efforts
    on chosen_verdicts.record_id = chosen_verdict_efforts.record_id

where
    chosen_verdicts.age_days >= 365
    and not (chosen_verdicts.end_kind = 'won' and chosen_verdicts.elapsed_days <= 365)
