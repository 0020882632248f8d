/*
title = "Win rate by deals and by money"
question = "Do we win the large deals as well as the small ones?"
definition = "Deals won, of the deals won or lost that closed in the period: by number, and by their amount when they were created. The range of the money is Wilson's on Kish's number of equal deals. A deal whose amount at creation was not recorded counts without money; another amount is never put in its place."
unit = "share"
school = "conventional"
shape = "breakdown"
better = "higher"
layer = 2
dated_by = "deal_closed"
records = "deals"
input = "ratio"
keys = ["statistic"]
numerator = "deals won, or their amount at creation"
denominator = "deals won or lost, or their amount at creation"
twin = "without_gate_by_size"
needs = ["deal_changes.amount"]
other_reading = "Deals that nobody closes are in neither number; large ones may stay open longer."
next_step = "Open the largest lost deals and read how they were lost."
caveats = ["A deal counts once, as it stands now; the pipeline bridge counts every win and loss, also of deals reopened since.", "The amount is the first one recorded: what a deal grew or shrank to is not in it.", "A few large deals may decide the share of money; its range says how much."]
[finding]
clear = "Won: {deals.value:in100} in 100 closed deals, {amount.value:in100} in 100 of their money ({amount.low:in100} to {amount.high:in100})."
luck = "Won: {deals.value:in100} in 100 closed deals, {amount.value:in100} in 100 of their money ({amount.low:in100} to {amount.high:in100})."
too_few = "{deals.numerator:count} of {deals.denominator:count} closed deals were won."
[estimator]
name = "share"
[estimator.of.amount]
name = "money_share"
*/
with

closed as (

    select
        opportunity_id,
        cluster_id,
        outcome,
        amount_at_creation,
        period,
        group_name
    from chosen_deals_closed
    where outcome in ('won', 'lost')

)

select
    'deals' as statistic,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    case when outcome = 'won' then 1.0 else 0.0 end as numerator,
    1.0 as denominator
from closed

union all

select
    'amount' as statistic,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    case when outcome = 'won' then amount_at_creation else 0.0 end as numerator,
    amount_at_creation as denominator
from closed
where amount_at_creation is not null
