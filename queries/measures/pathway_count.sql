/*
title = "How many ways lead to a win"
question = "Do wins come by one way or by many?"
definition = "The ways of deals won in the period, as in path_variants: how many there are, how few of them hold 80 % of the wins, and how many equally frequent ways would be as mixed (exp of the entropy). For wins through every gate and wins that did not come through our gate the last number is that of a draw of equally many wins from each, since more wins show more ways."
unit = "count"
school = "value-first"
shape = "breakdown"
layer = 2
better = "neither"
dated_by = "deal_closed"
records = "deals"
input = "records"
keys = ["path_group", "statistic"]
cost = "slow"
needs = ["leads.created_at | gate_decisions.decided_at", "gate_decisions.decided_at"]
other_reading = "Ways through every gate are alike by their definition: they hold the same gates, so fewer of them is no fault."
next_step = "Look at the ways that hold 80 % of the wins; the rest may be records, not ways."
caveats = ["New business alone; existing customers are counted apart.", "Wins that cannot be traced are on no way and are left out."]
[finding]
clear = "{all_ways_holding_80.value:count} of {all_ways.value:count} ways hold 80 in 100 of our {all_ways.n:count} wins."
luck = "{all_ways_holding_80.value:count} of {all_ways.value:count} ways hold 80 in 100 of our {all_ways.n:count} wins."
too_few = "{all_ways.n:count} wins are too few to tell how many ways there are."
[estimator]
name = "pathways"
*/
select
    variant,
    path_class,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n

from chosen_deal_variants

where
    outcome = 'won'
    and path_class <> 'unlinked'
