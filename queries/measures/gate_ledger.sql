/*
title = "The ledger of each gate"
question = "What does each gate cost, and what does it keep free?"
definition = "For each gate from the one with the line on: the people it stopped, each at one gate. Costs: the margin on what they would have brought, had this gate let them through, the others as they are: sales would take on as many as of those right above the line, and these would do at most as well; less what they brought all the same; and the price of the hours spent on them. Credit: the price of the hours that those of whom nothing came would have taken, as many as those with such scores took who passed. Beside it, not in the sum: the hours spent on people who passed and of whom nothing came, and how many of the stopped never bought. All gates together also bear the waiting and the tools."
unit = "money"
school = "both"
shape = "breakdown"
dated_by = "lead_created"
records = "leads"
input = "records"
keys = ["gate", "component"]
numerator = "of the people, those who won all the same, or of whom nothing came"
denominator = "people whom a gate stopped, or let through"
needs = ["line", "leads.score | gate_decisions.score", "opportunities.created_at"]
caveats = ["Each end of a sum takes every line at its own end, so the truth lies well inside.", "Each gate is weighed with the others as they are: of those it stopped, sales are taken to take on as many as of those right above the line, on the side of costs as on that of hours.", "Tools and spare hours are shared out by the number of people; a filter does not share them out.", "Sellers are taken to leave no better people than they take on.", "Nobody is taken to buy more for having waited."]
period_shift_months = -12
assumes = ["seller_hour_cost", "margin", "minutes_per_touch", "spare_seller_hours", "gate_running_cost"]
grade = "bound"
cost = "slow"
other_reading = "A gate that stops many is not a worse gate: what counts is who they were."
next_step = "Take the gate with the widest range, and test it first."
[sides]
sales = "Each person stopped would have taken our hours. The credit side is the time we had for those who came through."
marketing = "Each person stopped was somebody we had brought. The cost side is what nobody asked them."
[finding]
clear = "All gates together: {all_gates_net.details[said]}."
luck = "All gates together: {all_gates_net.details[said]}. Not settled."
too_few = "Too few people right above the line were called to weigh the gates."
withheld = "Withheld: wins do not rise with the score among those we called, so nothing bounds those turned away."
against_zero = "all_gates_net"
[estimator]
name = "gate_ledger"
*/
select
    part,
    period,
    group_name,
    record_id,
    cluster_id,
    gate_name,
    place,
    line_now,
    first_day,
    last_day,
    distance,
    exact_distance,
    score,
    threshold,
    regime,
    source,
    readiness,
    is_hand_raised,
    is_worked,
    let_through_at_random,
    is_old,
    first_date,
    last_date,
    n,
    wins,
    events,
    value,
    value_squares,
    value_capped,
    value_capped_squares,
    minutes,
    untimed_touches,
    minutes_without_win,
    untimed_without_win,
    alike,
    source_family,
    score_tenth,
    is_off_hours,
    tried_hours,
    inside_hours

from chosen_gate_money
