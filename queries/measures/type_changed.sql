/*
title = "Became something else on the way"
question = "How often did a win begin as another deal?"
definition = "Deals won in the period whose recorded type changed at least once between creation and close, of the deals won whose types were recorded from their creation on; in deals and in money at close."
unit = "share"
school = "value-first"
shape = "number"
layer = 2
better = "neither"
dated_by = "deal_closed"
records = "deals"
input = "ratio"
keys = ["statistic"]
numerator = "won deals whose type changed on the way"
denominator = "deals won in the period whose types were recorded from the start"
needs = ["deal_changes.type"]
other_reading = "Some changes mend a slip of the first entry; the buyer wanted the same all along."
next_step = "Read what three of them were first, and what the gate asked of that."
caveats = ["New business by its type today: a deal that became business with an existing customer is not in it.", "The type alone; changes of product stand in no history of deals."]
[finding]
clear = "{deals.numerator:count} of {deals.denominator:count} wins changed their type on the way, {amount.numerator:money}."
luck = "{deals.numerator:count} of {deals.denominator:count} wins changed their type on the way, {amount.numerator:money}."
too_few = "{deals.numerator:count} of {deals.denominator:count} wins changed their type on the way."
none = "None of {deals.denominator:count} wins changed its type on the way."
[estimator]
name = "share"
*/
with

won_deals as (

    select
        opportunity_id,
        cluster_id,
        amount_at_close,
        period,
        group_name,
        type_changes > 0 as is_changed
    from chosen_deal_types
    where outcome = 'won'

)

select
    'deals' as statistic,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    case when is_changed then 1.0 else 0.0 end as numerator,
    1.0 as denominator
from won_deals

union all

select
    'amount' as statistic,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    case when is_changed then amount_at_close else 0.0 end as numerator,
    amount_at_close as denominator
from won_deals
where amount_at_close is not null
