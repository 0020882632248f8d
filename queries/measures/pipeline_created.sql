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
clear = "{deals.value:count} deals were created, worth {amount.value:money} at the time."
luck = "{deals.value:count} deals were created, worth {amount.value:money} at the time."
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
    1 as n,
    amount_at_creation as value
from chosen_deals_created
where amount_at_creation is not null
