/*
title = "Conversion by month of arrival"
question = "Of the people who came in, what share got how far, in the same time?"
definition = "People by the month in which they came in as a lead, and the share that entered each step within that step's time: the day by which nine in ten of all who ever get there have got there (Kaplan-Meier, all data), rounded up to 30, 60, 90, 180 or 365 days. Everybody old enough: k of n. Some younger: the Kaplan-Meier share. All younger, or fewer than ten watched so long: too early, with the counts so far and no share."
unit = "share"
school = "conventional"
shape = "matrix"
better = "higher"
dated_by = "lead_created"
records = "leads"
input = "spells"
keys = ["row", "column"]
needs = ["leads.created_at"]
other_reading = "Who came in differs from month to month: another mix of sources moves these shares as well."
next_step = "Compare months down a column, at the same age; leave the young ones alone."
caveats = ["A step counts where it was itself recorded, whatever came after.", "Who came in by several records counts once, from the first."]
grade = "modelled"
[finding]
clear = "Of the leads of {read.details[ripe]}, {read.value:percent} got to {read.details[step]} in {read.details[horizon_days]:days} ({read.low:percent} to {read.high:percent}){read.details[rest]}."
luck = "Of the leads of {read.details[ripe]}, {read.value:percent} got to {read.details[step]} in {read.details[horizon_days]:days} ({read.low:percent} to {read.high:percent}){read.details[rest]}."
too_few = "{read.events:count} of {read.n:count} people who came in got to {read.details[step]} in {read.details[horizon_days]:days}."
[estimator]
name = "cohorts"
*/
select
    strftime(start_month, '%Y-%m') as row,
    step as "column",
    period,
    group_name,
    record_id,
    cast(null as varchar) as cluster_id,
    n,
    end_kind,
    elapsed_days

from chosen_lead_cohorts
