/*
title = "Pipeline created"
question = "Is new pipeline real?"
definition = "Deals created in the period, and their amount when they were created."
unit = "money"
school = "conventional"
shape = "number"
better = "neither"
dated_by = "deal_created"
records = "deals"
input = "values"
keys = ["statistic"]
twin = "stalled_value"
needs = ["opportunities.created_at"]
other_reading = "More created can mean more buyers, or the same buyers counted sooner."
next_step = "Read it beside how much of it is silent now."
caveats = ["The amount is the first one recorded; a deal whose amount at creation was not recorded counts without money."]
[finding]
clear = "Deals created: {deals.value:count}. Worth when created: {amount.value:money}."
luck = "Deals created: {deals.value:count}. Worth when created: {amount.value:money}."
too_few = "{deals.value:count} deals were created."
[estimator]
name = "total"
*/
select
    'deals' as statistic,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    1.0 as value
from chosen_deals_created

union all

select
    'amount' as statistic,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    case when amount_at_creation is null then 0 else 1 end as n,
    amount_at_creation as value
from chosen_deals_created
