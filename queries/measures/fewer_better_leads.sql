/*
title = "Fewer, better leads"
question = "Did fewer, better leads win more?"
definition = "People by the month in which marketing first qualified them: how many, what share of them was won later within the horizon (180 days unless the config says otherwise), and how many wins that was. Compared are the two halves of the months of which everybody is that old, at least two months each: counts by Welch's interval over months, shares by Newcombe's."
unit = "share"
school = "both"
shape = "trend"
better = "neither"
dated_by = "mql"
records = "leads"
input = "records"
keys = ["statistic", "period"]
needs = ["leads.created_at", "step:mql"]
other_reading = "Qualifying fewer raises the share by itself; wins: {change.details[wins]} ({before.events:count}, then {after.events:count})."
next_step = "Look at the wins: fewer leads pay where the wins hold."
caveats = ["Single months are shown and not compared; the two halves are.", "Other things changed between the halves as well: sources, season, prices."]
[finding]
clear = "{change.details[volume]}, {change.details[share]}: {before.events:count} of {before.n:count}, then {after.events:count} of {after.n:count}."
luck = "No clear change in the share won: {before.events:count} of {before.n:count}, then {after.events:count} of {after.n:count}; {change.details[volume]}."
too_few = "Too few to compare yet: it takes {change.details[needs_months]:count} months old enough, ten people in each half."
against_zero = "change"
[estimator]
name = "fewer_better"
*/
select
    start_month as period,
    group_name,
    record_id,
    cast(null as varchar) as cluster_id,
    n,
    end_kind,
    elapsed_days

from chosen_lead_qualified
