/*
title = "Sellers' hours by what came of them"
question = "On whom did sellers spend their hours?"
definition = "Hours that sales gave to the people who came in as a lead in the period, moved back by 12 months, from their creation for the days the gate is judged by, by how these days ended: a deal won; a deal lost and none won; a deal still open; turned away without a deal; none of these. Minutes as recorded, and your assumption for each touch without any. Who has not had the days yet is left out."
unit = "hours"
school = "both"
shape = "breakdown"
dated_by = "lead_created"
records = "leads"
input = "records"
keys = ["spent_on"]
period_shift_months = -12
assumes = ["minutes_per_touch"]
needs = ["leads.created_at", "touches.at | meetings.held_at"]
other_reading = "Nobody knows beforehand who buys: an hour on a deal that was lost is not an hour lost, and touches that were not entered count nothing."
next_step = "Read ten of those with the most hours and no deal: when could it have been seen, and by whom?"
caveats = ["Hours of sellers and of sales development on the person, and on deals of new business the person stands behind; mails of marketing and machines count nothing. Where no role is recorded, what our side did counts as that of sellers.", "A person is in one row: won before lost, lost before open."]
[sides]
sales = "{sent_away.value:hours} went to people who were turned away and {no_deal.value:hours} to people who came to nothing: a gate that is right earlier would leave us more."
marketing = "{won.value:hours} of {all.value:hours} went to people who bought, and on the day nobody could know who that would be."
[finding]
clear = "Of {all.value:hours} that sellers spent, {won.value:hours} went to people who bought, {lost.value:hours} to deals lost, and {sent_away.value:hours} to people turned away."
luck = "Of {all.value:hours} that sellers spent, {won.value:hours} went to people who bought, {lost.value:hours} to deals lost, and {sent_away.value:hours} to people turned away."
too_few = "Nobody came in who has had the days yet."
[estimator]
name = "seller_hours"
*/
select
    period,
    group_name,
    record_id,
    cast(null as varchar) as cluster_id,
    n,
    outcome,
    is_old,
    is_worked,
    minutes,
    untimed_touches

from chosen_lead_hours
