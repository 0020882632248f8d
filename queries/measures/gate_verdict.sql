/*
title = "The verdict on the gates"
question = "Do our gates cost more than they save?"
definition = "At the line: what reaching it adds in won money, times the margin, less the price of the hours of those it brings to sales; tested where people with scores a little above and below it are alike. The gate costs more than it saves there if all of the range lies above zero, and is working if all of it lies below. For all gates together: the range of what they lost and saved."
unit = "money"
school = "both"
shape = "range"
dated_by = "lead_created"
records = "leads"
input = "records"
keys = ["basis"]
same_rows_as = "gate_ledger"
numerator = "of the people, those who won, or whom a gate turned away"
denominator = "people with a score, old enough, in no test by lot"
needs = ["line", "leads.score | gate_decisions.score", "opportunities.created_at"]
caveats = ["At the line it speaks of the next people to be turned away, not of those far from it.", "How many people it takes is about as sure as the number itself."]
period_shift_months = -12
assumes = ["seller_hour_cost", "margin", "minutes_per_touch", "spare_seller_hours", "gate_running_cost"]
grade = "causal-at-gate"
other_reading = "A gate may be right at its line and wrong elsewhere: see what would change if it stood there."
next_step = "Keep the line where it is working; where it is not settled, plan the test."
[sides]
sales = "Every person more at the line is hours more. The verdict counts both, with the price of an hour that we confirmed."
marketing = "The verdict speaks of the next people below the line, those most like the ones sales gladly calls. It can go either way, and we accept it."
[finding]
clear = "{told.details[said]}"
luck = "{told.details[said]}"
too_few = "Too few people near the line, or too few wins, to say."
withheld = "Withheld: {told.details[reason]}"
[estimator]
name = "gate_verdict"
*/
