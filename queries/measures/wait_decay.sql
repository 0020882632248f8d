/*
title = "Wins by wait"
question = "Do those who wait longer buy less often?"
definition = "Of all who raised their hand in the period, how many were won in the days that a lead is followed, by the time until one of us first tried to reach them, or until a deal began where no attempt is on record; those nobody tried stand apart. Then by how much the chance of a win changes with each day: as it stands; like with like (score, segment, source family, off hours); for the days inside the gate alone, until its last decision before that attempt; and for the days that a hand raised off hours waits longer. The last four are read off those tried within thirty days."
unit = "share"
school = "value-first"
shape = "breakdown"
better = "lower"
dated_by = "hand_raised"
period_shift_months = -12
records = "leads"
input = "records"
keys = ["statistic"]
numerator = "people won"
denominator = "people who raised their hand in the period, by the time until somebody tried"
needs = ["leads.created_at", "touches.direction", "opportunities.created_at"]
other_reading = "Sellers call first whom they find hot, and much of what they see is not recorded: then the first two rates are too large. The days inside the gate and the hours of the clock nobody chose by hand."
next_step = "Answer one group within the hour for a month, by lot, and count."
caveats = ["Where no export records hand-raises, the wait begins when the lead was created.", "Calls that were never logged look like waiting.", "The wait ends with our attempt and not with the talk: of those reached alone, the slow ones had to stay interested to be reached.", "Off hours are Saturday, Sunday, and before nine or from eighteen o'clock.", "Where a day alone is known, the same day counts as half a day.", "Messages of marketing and of machines are no attempt."]
grade = "adjusted"
[sides]
sales = "We call first whom we find hot, and no field shows that. {told.details[said]}; that part is not our phone alone."
marketing = "They asked us, and the clock ran. {told.details[said]}."
[finding]
clear = "Like with like, each {told.details[day]} goes with {told.details[change]} for every 100 wins expected ({told.details[range]})."
luck = "Like with like, no clear change with each {told.details[day]}: {told.details[range]} for every 100 wins expected. That could be luck."
too_few = "Of {told.n:count} who were tried {told.events:count} were won: too few to tell quick from slow."
withheld = "Everybody waited about as long, so the records cannot tell quick from slow."
against_zero = "told"
[estimator]
name = "wait_decay"
*/
select
    alike,
    source_family,
    score_tenth,
    is_off_hours,
    is_old,
    tried_hours,
    inside_hours,
    wins,
    value,
    period,
    group_name,
    record_id,
    cast(null as varchar) as cluster_id,
    n

from chosen_lead_delays
