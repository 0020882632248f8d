/*
title = "Qualified by marketing, by month"
question = "How many people does marketing qualify?"
definition = "People whose first MQL falls in the month, and beside them entries of people who were qualified again after an earlier MQL."
unit = "count"
school = "conventional"
shape = "trend"
better = "neither"
layer = 2
dated_by = "mql"
records = "leads"
input = "values"
keys = ["turn", "period"]
needs = ["leads.created_at", "step:mql"]
other_reading = "A lower line for qualifying raises this number without one more buyer."
next_step = "Read it beside what became of those qualified."
caveats = ["A count of what happened: it says nothing of how good they were.", "Qualified again counts by the day of the second time, whenever the first was. How many leads go round twice counts those first qualified in the period alone, so it has fewer."]
[finding]
clear = "{all.value:count} people were first qualified by marketing, {fewest.value:count} to {most.value:count} in {fewest.details[of]}; qualified again, whenever the first time was: {back.value:count}."
luck = "{all.value:count} people were first qualified by marketing, {fewest.value:count} to {most.value:count} in {fewest.details[of]}; qualified again, whenever the first time was: {back.value:count}."
too_few = "Nobody was qualified by marketing in this period."
[estimator]
name = "volume"
*/
select
    turn,
    entered_month as period,
    group_name,
    record_id,
    cast(null as varchar) as cluster_id,
    n,
    cast(entries as double) as value

from chosen_lead_entries

where step = 'mql'
