/*
title = "The test that settles it"
question = "What would settle whether the line is right?"
definition = "Of the people with a score right below the line every second one, by lot, is called like those above it; the others are left as today. How many it takes to find half of the most that a call could add beyond what pays for the hours, four times of five; the smaller test finds that most. What pays is the price of the hours over the margin of a win; the most is what those called right above the line bring, of whom sales take on a part. It may be looked at on any day and stopped once the called ones lead, or trail, what pays beyond luck."
unit = "points"
school = "both"
shape = "range"
dated_by = "lead_created"
records = "leads"
input = "records"
keys = ["statistic"]
numerator = "people of that stretch whom sales did not take on; of a test, those who won"
denominator = "people with a score, old enough, in no test; of a test, those in it"
needs = ["line", "leads.score | gate_decisions.score", "opportunities.created_at"]
caveats = ["Of a test that runs, the people of the period are counted who are old enough to tell.", "A gap read after an early stop is larger than the truth."]
period_shift_months = -12
assumes = ["seller_hour_cost", "margin", "minutes_per_touch"]
grade = "assumed"
other_reading = "If a call adds nothing, the hours are the price of knowing it.{told.details[also]}"
next_step = "Name an owner, and mark in the CRM who was let through and who was held back."
[sides]
sales = "It takes {plan.details[takes]}, and people in the queue will wait for them. With an end date and a rule to stop we can plan for that."
marketing = "Every second one gets a call, by lot, so nobody chooses whom. Then we both accept what comes out."
[finding]
clear = "{told.details[said]}"
luck = "{told.details[said]}"
too_few = "Too few near the line were called, or left alone, to plan a test."
[estimator]
name = "settling_test"
*/
select
    part,
    period,
    group_name,
    record_id,
    cluster_id,
    line_now,
    first_day,
    last_day,
    distance,
    is_worked,
    let_through_at_random,
    is_old,
    first_date,
    last_date,
    n,
    wins,
    value,
    value_squares,
    minutes,
    untimed_touches,
    minutes_without_win,
    untimed_without_win

from chosen_gate_money

where part = 'line'
