/*
title = "Lead to won"
question = "Do leads become customers?"
definition = "People who came in as a lead in the period and were won by now, of all who came in."
unit = "share"
school = "conventional"
shape = "number"
better = "higher"
dated_by = "lead_created"
records = "leads"
input = "ratio"
numerator = "people won so far"
denominator = "people who came in as a lead in the period"
twin = "won_without_gate"
needs = ["leads.created_at"]
matures = true
other_reading = "The youngest came in days ago: most of them are not decided yet, so the share can still grow."
next_step = "Compare periods of the same age."
caveats = ["Won so far: people who came in lately had little time."]
[finding]
clear = "{numerator:count} of the {denominator:count} people who came in were won so far."
luck = "{numerator:count} of the {denominator:count} people who came in were won so far."
too_few = "{numerator:count} of {denominator:count} people who came in were won so far."
[estimator]
name = "share"
*/
select
    period,
    group_name,
    record_id,
    cast(null as varchar) as cluster_id,
    n,
    case when end_kind = 'won' then n else 0 end as numerator,
    n as denominator

from chosen_lead_counts

where clock = 'created_to_won'
