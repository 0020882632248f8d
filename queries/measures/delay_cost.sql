/*
title = "The wait inside the gate, in money"
question = "What is the wait inside the gate worth?"
definition = "Those who raised their hand in the period and were tried within thirty days: the chance of a win of those like them who spent no day inside the gate, times the mean value of their wins, is what was expected; with each day until the gate's last decision before our first attempt a part of it goes, by the rate of Wins by wait. The sum over all of them, with the range of that rate; the three other rates beside it."
unit = "money"
school = "value-first"
shape = "breakdown"
better = "lower"
dated_by = "hand_raised"
period_shift_months = -12
records = "leads"
input = "records"
keys = ["statistic"]
needs = ["leads.created_at", "touches.direction", "gate_decisions.decided_at", "opportunities.created_at"]
same_rows_as = "wait_decay"
other_reading = "Whom the gate keeps longest may be those it doubts most, for reasons that no field holds: then they buy less with or without the days."
next_step = "See which gate takes the most days, and whether anybody would miss its answer."
caveats = ["Money of whole deals, before any margin.", "Chances and values are taken as known, so the range is somewhat narrow.", "Those nobody tried, or tried after more than thirty days, are not in it: to have turned them away is counted apart.", "The mean of all wins stands where fewer than ten of those alike were won."]
grade = "adjusted"
[sides]
sales = "{sides.details[said]}. Those are days before our call, and we did not ask for them."
marketing = "{sides.details[said]}. The gate takes those days to keep sellers free; both belong on the balance."
[finding]
clear = "If a day inside the gate means for them what it meant for others like them, they bought for {lost_amount.value:money} less than the {expected_amount.value:money} expected: {lost_amount.details[range]}."
luck = "If a day inside the gate means for them what it meant for others like them, they bought for {lost_amount.details[range]}, with {expected_amount.value:money} expected. That could be luck."
too_few = "Too few of those who were tried were won to say what a day is worth."
withheld = "The records hold no days inside the gate that could be told from other waiting."
against_zero = "lost_amount"
[estimator]
name = "delay_cost"
*/
