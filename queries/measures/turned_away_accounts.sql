/*
title = "Turned away, and the account bought"
question = "Did companies buy of which we had turned somebody away?"
definition = "People turned away in the period, moved back by 12 months, and the deals won that were created in the 365 days after, with the same person or, weaker, with somebody else of the same company. Each deal stands once: with its own person first, then with the earliest of those turned away. Left out is a deal that was there when they were turned away. More than their like: the companies of people turned away that won a deal with somebody else in the 365 days, less as many as win one among companies that nobody here ever judged, of the same kind: the dimensions by which deals are compared, and customer before or not."
unit = "count"
school = "value-first"
shape = "breakdown"
better = "lower"
layer = 2
dated_by = "verdict"
records = "verdicts"
input = "records"
keys = ["statistic"]
numerator = "people turned away, or their companies, with a win after it"
denominator = "people turned away in the period"
period_shift_months = -12
needs = ["leads.created_at | gate_decisions.decided_at", "gate_decisions.decided_at"]
other_reading = "A colleague who bought may never have heard of the refusal, and large companies win something most years. This money was won: it shows what was misjudged, at least."
next_step = "Open those a colleague bought for: did the person we turned away sit in the deal?"
caveats = ["The company is known by id or by the domain of the address. Where it is known for fewer than half of the people, nothing is taken off: those with a company would be the ones who came back.", "Companies that nobody judged must be known to us without a deal too, or their wins say nothing of the rest.", "A company that nobody judged is counted once in each month it stands for, and weighs as one."]
[sides]
sales = "Of these wins {account_deals.value:count} came with somebody else of the company. We turned away a person, not the company, and the company found us."
marketing = "{leads.events:count} people we turned away belong to companies that bought within the year, or bought themselves. A look at the company beside the person is cheap."
[finding]
clear = "Of {excess.n:count} companies with somebody turned away, {excess.events:count} won a deal with somebody else in a year; of as many that nobody judged, {excess.details[expected]:count}."
luck = "Of {excess.n:count} companies with somebody turned away, {excess.events:count} won a deal with somebody else in a year; of as many that nobody judged, {excess.details[expected]:count}: could be luck."
too_few = "After {leads.events:count} of {leads.n:count} refusals the person or the company bought: {deals.value:count} deals, {amount.value:money}; too few companies to set beside their like."
withheld = "After {leads.events:count} of {leads.n:count} refusals the person or the company bought: {deals.value:count} deals, {amount.value:money}. {excess.details[why]}"
against_zero = "excess"
[estimator]
name = "turned_away_accounts"
*/
select
    chosen_verdicts.record_id,
    chosen_verdicts.period,
    chosen_verdicts.group_name,
    cast(null as varchar) as cluster_id,
    1 as n,
    chosen_verdicts.decided_date,
    chosen_verdicts.start_month,
    chosen_verdicts.age_days,
    chosen_verdict_wins.opportunity_id,
    chosen_verdict_wins.how,
    chosen_verdict_wins.is_its_own,
    chosen_verdict_wins.amount_at_close,
    chosen_verdict_wins.lag_days,
    chosen_verdict_wins.won_days,
    chosen_verdict_accounts.account_id,
    chosen_verdict_accounts.stratum,
    chosen_account_windows.others,
    chosen_account_windows.others_won,
    chosen_account_windows.others_with_deal

from chosen_verdicts

left join chosen_verdict_wins
    on chosen_verdicts.record_id = chosen_verdict_wins.record_id

left join chosen_verdict_accounts
    on chosen_verdicts.record_id = chosen_verdict_accounts.record_id

left join chosen_account_windows
    on
        chosen_verdict_accounts.stratum = chosen_account_windows.stratum
        and chosen_verdicts.start_month = chosen_account_windows.start_month
