/*
title = "Maturity of conversion"
question = "How much will these leads bring in the end?"
definition = "Won, of the people who came in. The share in the end is that of a Weibull mixture cure model with the range of its profile likelihood, told where at least 50 were won and people were watched for twice the time by which half of those who ever come have come. The maturity of a month is the part of it that has come by the month's age; below 90 % a month is still maturing and has no share."
unit = "share"
school = "both"
shape = "matrix"
better = "neither"
layer = 2
cost = "slow"
dated_by = "lead_created"
records = "leads"
input = "records"
keys = ["row", "column"]
needs = ["leads.created_at"]
matures = true
settled = ["ultimate"]
other_reading = "The late ones are taken to come as late ones came before; a change of pace is not in it yet."
next_step = "Judge a month by its share once nine tenths of it have come."
caveats = ["The share in the end rests on a model of how long wins take; the range holds if that law does."]
grade = "modelled"
[finding]
clear = "{all_ultimate.events:count} of {all_ultimate.n:count} leads are won so far; in the end {all_ultimate.value:percent} ({all_ultimate.low:percent} to {all_ultimate.high:percent})."
luck = "{all_ultimate.events:count} of {all_ultimate.n:count} leads are won so far; in the end {all_ultimate.value:percent} ({all_ultimate.low:percent} to {all_ultimate.high:percent})."
too_few = "{all_ultimate.events:count} won, watched for up to {all_ultimate.details[age_days]:days}; it takes {all_ultimate.details[needs_events]:count}, and twice the usual time."
[estimator]
name = "maturity"
*/
select
    strftime(start_month, '%Y-%m') as arrived,
    period,
    group_name,
    record_id,
    cast(null as varchar) as cluster_id,
    n,
    end_kind,
    elapsed_days

from chosen_lead_cohorts

where step = 'won'
