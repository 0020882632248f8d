/*
title = "Won, given time"
question = "Of all deals we create, how many are won, given time?"
definition = "Share of the deals created in the period that are won within the horizon (180 days unless the config says otherwise). Deals still open count for the days they were watched; lost deals stay in the whole."
unit = "share"
school = "value-first"
shape = "number"
better = "higher"
dated_by = "deal_created"
records = "deals"
input = "spells"
numerator = "deals won within the horizon"
denominator = "all deals created in the period"
twin = "win_rate"
needs = ["opportunities.created_at"]
other_reading = "Deals younger than the horizon are taken to go on as the older ones did; a change of late is not in it yet."
next_step = "Open the deals that are neither won nor lost and older than the horizon."
caveats = ["No deal is left out because nobody closed it."]
grade = "modelled"
[finding]
clear = "Given time, {value:in100} in 100 of all deals created are won ({low:in100} to {high:in100})."
luck = "Given time, {value:in100} in 100 of all deals created are won ({low:in100} to {high:in100})."
too_few = "{events:count} of {n:count} deals created were won so far."
[estimator]
name = "aalen_johansen"
cause = "won"
day = "horizon"
*/
select
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    close_kind as end_kind,
    days_to_close as elapsed_days

from chosen_deals_created

where close_kind is not null
