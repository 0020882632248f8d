/*
title = "Days to close"
question = "Are deals quick?"
definition = "Days from a deal's creation to the day it was won, for deals won in the period: half were won within so many."
unit = "days"
school = "conventional"
shape = "number"
better = "lower"
dated_by = "deal_closed"
records = "deals"
input = "spells"
twin = "momentum_30_days"
needs = ["opportunities.created_at"]
other_reading = "It knows the deals that were won and no other: a slow pipeline that wins its few quick deals looks quick."
next_step = "Read it beside how many deals move at all."
caveats = ["The classic formula (open deals x win rate x amount / days) mixes four different groups of deals and is not used."]
[finding]
clear = "Half of the {n:count} deals won were won within {value:days}."
luck = "Half of the {n:count} deals won were won within {value:days}."
too_few = "{n:count} deals were won."
[estimator]
name = "median_days"
cause = "won"
*/
select
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    'won' as end_kind,
    days_to_close as elapsed_days

from chosen_deals_closed

where
    outcome = 'won'
    and days_to_close is not null
