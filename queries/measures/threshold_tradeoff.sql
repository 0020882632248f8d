/*
title = "If the line stood elsewhere"
question = "Should the line move?"
definition = "For each score at which the line could stand: the people, seller hours, wins and money of a year, against today's line. Lowered, those in between whom sales did not take on would be called as often as those right above the line; raised, those called in between would not be. What came of those above the line is counted. Below it nobody called them: a call adds at least nothing, and at most what it adds right above the line. Net is the margin on the money less the price of the hours."
unit = "money"
school = "both"
shape = "range"
dated_by = "lead_created"
records = "leads"
input = "records"
keys = ["line", "statistic"]
numerator = "people whom another line would change"
denominator = "people with scores between that line and today's"
needs = ["line", "leads.score | gate_decisions.score", "opportunities.created_at"]
caveats = ["It speaks of small moves: with far more calls sellers would be short of hours, and would choose others.", "People in a test by lot are left out."]
period_shift_months = -12
assumes = ["seller_hour_cost", "margin", "minutes_per_touch", "spare_seller_hours"]
grade = "bound"
other_reading = "Today's line may be right on its day and wrong for another product.{lower.details[raised]}"
next_step = "Let some of those right below the line through at random: that settles what no record can."
[sides]
sales = "Each call below the line takes hours from people who asked for us. Until somebody shows that those people buy, the line protects our time."
marketing = "Sales did not take on the people below the line, so nobody knows what they would have bought. What we do not test we cannot call worthless."
[finding]
clear = "With the line at {lower.keys[line]}: {lower.details[said]} a year."
luck = "With the line at {lower.keys[line]}: {lower.details[said]} a year. Our records cannot say."
too_few = "Too few to say: fewer than 30 people right above the line were called."
withheld = "Withheld: wins do not rise with the score among those we called, so nothing bounds those below."
against_zero = "lower"
[estimator]
name = "threshold_tradeoff"
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
    source,
    alike,
    readiness,
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
