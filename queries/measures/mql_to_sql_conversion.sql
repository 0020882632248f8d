/*
title = "MQL to SQL"
question = "Is what we refuse worthless?"
definition = "People whose first MQL falls in the period and who were accepted as SQL at any later time by now, of all people with a first MQL in the period."
unit = "share"
school = "conventional"
shape = "number"
better = "neither"
dated_by = "mql"
records = "leads"
input = "ratio"
numerator = "people accepted as SQL later"
denominator = "people with their first MQL in the period"
twin = "rejected_then_won"
needs = ["leads.created_at", "step:mql", "step:sql"]
matures = true
other_reading = "It rises when sales accepts more, and also when marketing passes fewer; it says nothing of what became of either."
next_step = "Read it beside what the refused did afterwards."
caveats = ["An SQL recorded before the MQL is a missed step and does not count.", "People qualified lately had little time."]
[finding]
clear = "Sales accepted {numerator:count} of {denominator:count} MQLs."
luck = "Sales accepted {numerator:count} of {denominator:count} MQLs."
too_few = "Sales accepted {numerator:count} of {denominator:count} MQLs."
[estimator]
name = "share"
*/
select
    period,
    group_name,
    record_id,
    cast(null as varchar) as cluster_id,
    n,
    case when end_kind = 'reached' then n else 0 end as numerator,
    n as denominator

from chosen_lead_counts

where clock = 'mql_to_sql'
