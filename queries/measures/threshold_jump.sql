/*
title = "At the line"
question = "What does reaching the line bring?"
definition = "Leads with a score on the day they came, each followed for the days set as horizon, the lines of several times put on top of each other. The share won of those who reach the line less that of those who do not quite: a straight line on each side, drawn through the scores near it, read at the line. A lead is won when a deal created on or after its day closed won in that time, worked when sales took it on. Beside it the money, the share worked, and what being worked adds. Checks: whether leads pile up on the line, those in a test by lot counted too, whether both sides were alike before, whether anything jumps where no line is, and the same without the nearest scores, with other widths and other bends. Leads that are younger are left out, and those in a test by lot from all else."
unit = "points"
school = "both"
shape = "range"
better = "neither"
dated_by = "lead_created"
records = "leads"
input = "records"
keys = ["statistic", "of"]
numerator = "leads won in the time they were followed"
denominator = "leads with a score, old enough, in no test by lot; of the check whether they pile up, those in it too"
needs = ["line", "leads.score | gate_decisions.score", "opportunities.created_at"]
caveats = ["It speaks of leads at the line, not of those far from it.", "Leads created a year before the period shown, so that each had its year.", "Each side needs three scores, 50 leads and 10 wins near the line."]
period_shift_months = -12
grade = "causal-at-gate"
cost = "slow"
other_reading = "The line speaks of leads a few points from it. Whoever reaches it may also be called faster and written to more: the difference is of all that together."
next_step = "Open ten leads right below the line and ten at it, and ask whether you would have told them apart."
[sides]
sales = "Calls take hours. The line stays where it is until those below it are shown to repay them."
marketing = "Right at the line the leads on both sides are alike, and one side gets the calls. The next call below it is where to look."
[finding]
clear = "Tested at the line of {itt_share.details[line]}: of 100 leads that reach it, {itt_share.details[said]} are won than of 100 right below ({itt_share.details[range]})."
luck = "Tested at the line of {itt_share.details[line]}: reaching it goes with {itt_share.details[range]} wins in 100 leads, which could be luck. Less than {itt_share.details[visible]} in 100 could not have been seen."
too_few = "Not tested at the line: {itt_share.details[why]}"
withheld = "Withheld: {itt_share.details[why]}"
against_zero = "itt_share"
[estimator]
name = "threshold_jump"
*/
select
    period,
    group_name,
    record_id,
    cluster_id,
    regime,
    score,
    threshold,
    distance,
    source,
    is_old,
    is_worked,
    let_through_at_random,
    is_hand_raised,
    readiness,
    n,
    wins,
    events,
    value,
    value_squares,
    value_capped,
    value_capped_squares,
    max(greatest(abs(score), abs(threshold))) over () as top

from chosen_gate_bins
