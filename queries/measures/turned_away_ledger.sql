/*
title = "Turned away and won"
question = "Whom did we turn away and win later?"
definition = "Deals won in the period whose person had been turned away in the look-back days before the deal: why, by which team and when the last time, how long after that the deal was created, and by which way they came back: past the gates, or by the source of the deal."
unit = "money"
school = "value-first"
shape = "ledger"
dated_by = "deal_closed"
looks_back_to = "verdict"
records = "deals"
input = "rows"
needs = ["leads.created_at | gate_decisions.decided_at", "gate_decisions.decided_at"]
other_reading = "They may have changed in the meantime; a refusal can be right on its day."
next_step = "Read the reasons together, marketing and sales in one room."
caveats = ["The same person, by ids."]
[sides]
sales = "A refusal can be right on its day. Each of these {n:count} came back when they were ready, and our time was free until then."
marketing = "Each of these {n:count} was refused and bought all the same. Others were refused for the same reasons, and nobody took them on."
[finding]
clear = "{n:count} wins had been turned away first."
luck = "{n:count} wins had been turned away first."
too_few = "{n:count} wins had been turned away first."
[estimator]
name = "ledger"
*/
select
    period,
    group_name,
    opportunity_id as record_id,
    1 as n,
    amount_at_close as sort_value,
    account_name,
    amount_at_close as amount,
    path_class,
    last_fail_reason as reason,
    last_fail_by as team,
    last_fail_date as turned_away_date,
    date_diff('day', last_fail_date, created_date) as days_until_deal,
    case
        when path_class = 'returned' then 'by_passing'
        when path_class = 'skipped' then 'by_some_gates'
        else 'by_' || source_family
    end as came_back_by,
    last_fail_kind as fail_kind,
    closed_date

from chosen_deals_closed

where
    outcome = 'won'
    and path_class is not null
    and is_turned_away_first
