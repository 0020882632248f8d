/*
title = "Silent pipeline"
question = "How much of the new pipeline is silent now?"
definition = "Of the deals created in the period that are still open: those with no sign of life for longer than the stall threshold (21 days unless the config says otherwise) and not parked, in deals and in their amount now."
unit = "share"
school = "value-first"
shape = "number"
better = "lower"
dated_by = "deal_created"
records = "deals"
input = "ratio"
keys = ["statistic"]
numerator = "open deals that are silent now"
denominator = "open deals created in the period"
twin = "pipeline_created"
needs = ["opportunities.created_at", "deal_changes.stage"]
matures = true
state_now = ["deals", "amount"]
other_reading = "Silent in our records: a buyer who talks by telephone and is not logged looks silent."
next_step = "Open the silent deals and ask each owner for the next step, or close them."
caveats = ["Days until a date the buyer asked for are not silent, at most sixty."]
[sides]
sales = "Some of the {deals.numerator:count} wait for a date the buyer gave, and talk with us in ways nobody logs. Closing them tells the forecast, not the buyer."
marketing = "These people asked for us and passed the gate. {deals.numerator:count} of {deals.denominator:count} open deals without a sign are people we promised a conversation."
[finding]
clear = "Of the deals created in this period and still open, {deals.numerator:count} of {deals.denominator:count} are silent now: {amount.numerator:money}."
luck = "Of the deals created in this period and still open, {deals.numerator:count} of {deals.denominator:count} are silent now: {amount.numerator:money}."
too_few = "{deals.numerator:count} of {deals.denominator:count} deals created in this period and still open are silent now."
[estimator]
name = "share"
[estimator.of.amount]
name = "money_share"
*/
with

open_deals as (

    select
        opportunity_id,
        cluster_id,
        is_silent_now,
        amount_at_as_of,
        period,
        group_name
    from chosen_deals_created
    where outcome = 'open'

)

select
    'deals' as statistic,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    case when is_silent_now then 1.0 else 0.0 end as numerator,
    1.0 as denominator
from open_deals

union all

select
    'amount' as statistic,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    case when is_silent_now then amount_at_as_of else 0.0 end as numerator,
    amount_at_as_of as denominator
from open_deals
where amount_at_as_of is not null
