/*
title = "Passed and did not buy"
question = "Whom did we let through, and nothing came of it?"
definition = "People whose first pass at a gate falls in the period, moved back by 365 days so that each had a full year, who were not turned away and did not buy within that year: the last gate they passed, the deals they had, and the hours sellers gave them in that year, the most hours first. Who was turned away within the year stands in the other two lists."
unit = "hours"
school = "value-first"
shape = "ledger"
dated_by = "verdict"
records = "leads"
input = "rows"
period_shift_months = -12
needs = ["leads.created_at | gate_decisions.decided_at", "gate_decisions.decided_at"]
other_reading = "A pass says that a talk is worth it, not that a deal follows: some of them may buy in their second year, and a gate that lets nobody through in vain lets too few through."
next_step = "Take ten at random: what did the gate know of them on the day?"
caveats = ["The same person, by ids; a colleague who bought is not seen.", "Hours are the minutes recorded, and your assumption for each touch without any; mails of marketing and machines count nothing.", "Open deals are among them: after a year nothing has come of them yet."]
[sides]
sales = "The gate called these {n:count} people ready. We gave them {value:hours}, and none had bought a year later."
marketing = "Passed is not yet worked: look first which of these {n:count} anybody called. Nobody can say beforehand who buys."
[finding]
clear = "{n:count} people passed and had not bought a year later; sellers gave them {value:hours}."
luck = "{n:count} people passed and had not bought a year later; sellers gave them {value:hours}."
too_few = "Nobody passed without buying within a year."
[estimator]
name = "ledger"
*/
select
    period,
    group_name,
    record_id,
    1 as n,
    hours as sort_value,
    round(hours, 2) as hours,
    lead_id,
    gate,
    passed_date,
    first_deal_date,
    first_lost_date,
    is_worked

from chosen_lead_passes

where
    age_days >= 365
    and not is_turned_away_after
    and not is_won_by_then
