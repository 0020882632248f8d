/*
title = "What the gates cost and keep free"
question = "All told, do our gates cost or save?"
definition = "Lost: the margin on what people turned away would have bought and did not buy all the same, on what waiting inside the gate takes away, and what running the gates takes: the hours spent on people then turned away, and tools. Saved: the price of the seller hours that people turned away, of whom nothing came, would have taken. Turned away means stopped at one of the gates from the one with the line on. Low is nothing, for nobody took them on; high is what those right above the line, or let through with the same score, brought each."
unit = "money"
school = "both"
shape = "range"
dated_by = "lead_created"
records = "leads"
input = "records"
keys = ["component"]
same_rows_as = "gate_ledger"
numerator = "of the people, those who won all the same, or of whom nothing came"
denominator = "people whom a gate turned away"
needs = ["line", "leads.score | gate_decisions.score", "opportunities.created_at"]
caveats = ["Each gate is weighed with the others as they are: of those it turned away, sales are taken to take on as many as of those right above the line, on the side of costs as on that of hours.", "Each end of the sum takes every line at its own end, so the truth lies well inside.", "Money that people turned away brought all the same is not lost, and is taken off.", "Tools and spare hours are shared out by the number of people; a filter does not share them out.", "Sellers are taken to leave no better people than they take on.", "Nobody is taken to buy more for having waited."]
period_shift_months = -12
assumes = ["seller_hour_cost", "margin", "minutes_per_touch", "spare_seller_hours", "gate_running_cost"]
grade = "bound"
other_reading = "Sales took on none of the people turned away, so nobody knows: they may have bought nothing, and then the hours kept free are all there is."
next_step = "Plan the test that settles it."
[sides]
sales = "People turned away would have taken between {hours_kept.low:money} and {hours_kept.high:money} of our time. That we had it for those who came through is what a gate is for."
marketing = "Up to {turned_away.high:money} of what we turned away is in question, and {turned_away.details[recovered]:money} came back by itself. That is worth a test."
[finding]
clear = "All told, our gates: {net.details[said]}."
luck = "All told, our gates: {net.details[said]}. Not settled."
too_few = "Too few people right above the line were called to weigh the gates."
withheld = "Withheld: wins do not rise with the score among those we called, so nothing bounds those turned away."
against_zero = "net"
[estimator]
name = "gate_cost_range"
*/
