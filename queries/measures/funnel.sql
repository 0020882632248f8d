/*
title = "Funnel"
question = "How many people get how far?"
definition = "People who came in as a lead in the period, and how many of them by now passed each gate, had a deal, and were won. Strict counts those who entered the step itself, reached also those who entered a later one."
unit = "count"
school = "conventional"
shape = "steps"
dated_by = "lead_created"
records = "leads"
input = "values"
keys = ["order", "step", "reading"]
needs = ["leads.created_at"]
matures = true
settled = ["lead"]
other_reading = "The young are counted with the old: people who came in last month had less time to get far."
next_step = "Open the people who stopped at the widest step and read ten of them."
caveats = ["Everyone is counted by the day they came in, so a step holds the same people as the one above it.", "The gap between strict and reached is people who missed the step."]
[finding]
clear = "{lead_strict.value:count} people came in and {won_strict.value:count} of them were won so far."
luck = "{lead_strict.value:count} people came in and {won_strict.value:count} of them were won so far."
too_few = "{lead_strict.value:count} people came in."
[estimator]
name = "total"
*/
select
    step_order as "order",
    step,
    reading,
    period,
    group_name,
    record_id,
    cast(null as varchar) as cluster_id,
    n,
    cast(n as double) as value

from chosen_lead_steps
