/*
title = "Does the score tell"
question = "Does the score tell who buys?"
definition = "Leads with a score on the day they came, each followed for the days set as horizon. Of 100 pairs of a lead that was won in that time and one that was not, how often the won one has the higher score, ties counting half; 50 is a coin. Beside it, on the same leads: signs of interest by the day they came (a raised hand, and up to three kinds of contact by the buyer), and the source alone. Shown among all leads, among those that sales took on, among those within 10 points of the line, and among those let through by lot where there is such a test."
unit = "share"
school = "both"
shape = "breakdown"
layer = 2
better = "neither"
dated_by = "lead_created"
records = "leads"
input = "records"
keys = ["signal", "among"]
numerator = "leads won in the time they were followed"
denominator = "leads with a score, old enough"
needs = ["line", "leads.score | gate_decisions.score", "opportunities.created_at"]
caveats = ["A score that was worked out again after sales had talked to the lead knows too much.", "Sources are ranked by what these very leads did, which flatters them.", "It takes 10 wins to rank, and 50 to set two signs against each other.", "Leads created a year before the period shown, so that each had its year."]
period_shift_months = -12
other_reading = "Leads below the line are seldom taken on and so seldom won, which lets any score look right. {told.details[worked]}"
next_step = "Let some leads through by lot, whatever their score, and see whether it ranks them too."
[sides]
sales = "A score is worth having where those we took on did as it said, not where it decided whom we took on."
marketing = "A score that ranks better than the source or a raised hand alone says whom to read first."
[finding]
clear = "Of 100 pairs of won and not won, the score ranks {score_all.value:in100} right{told.details[also]}."
luck = "Of 100 pairs of won and not won, the score ranks {score_all.value:in100} right{told.details[also]}: a coin could do as well."
too_few = "{score_all.events:count} of {score_all.n:count} leads were won: too few to rank the rest against."
against_zero = "coin"
[estimator]
name = "score_validity"
*/
select
    period,
    group_name,
    record_id,
    cluster_id,
    score,
    distance,
    source,
    is_old,
    is_worked,
    let_through_at_random,
    readiness,
    n,
    wins,
    max(greatest(abs(score), abs(threshold))) over () as top

from chosen_gate_bins
