/*
title = "Activity ratio"
question = "How much passed each step this month?"
definition = "Entries into a step in a month, set against entries into the step before it in the same month; who enters again counts again. It is no conversion: the two are different people, and it may exceed 100 %. Below ten entries into the step before, the two counts and no ratio."
unit = "share"
school = "conventional"
shape = "trend"
better = "neither"
dated_by = "step_entered"
records = "leads"
input = "values"
keys = ["step", "period"]
numerator = "entries into the step"
denominator = "entries into the step before, in the same month"
twin = "forward_moves_rate"
needs = ["leads.created_at", "step:mql"]
other_reading = "A slow month for leads makes this month's ratio high, without anybody converting better."
next_step = "For a rate, read the conversion by month of arrival: the same people on both sides."
caveats = ["Different people on the two sides, so no rate: it may exceed 100 %."]
[finding]
clear = "{mql_last.details[month]}: MQL entries {mql_last.numerator:count}, new leads {mql_last.denominator:count}. Different people, so no rate."
luck = "{mql_last.details[month]}: MQL entries {mql_last.numerator:count}, new leads {mql_last.denominator:count}. Different people, so no rate."
too_few = "Nobody entered a step in this period."
[estimator]
name = "activity_ratio"
*/
select
    step,
    entered_month as period,
    group_name,
    record_id,
    cast(null as varchar) as cluster_id,
    n,
    cast(entries as double) as value

from chosen_lead_entries
