/*
title = "Seller's effort for a step"
question = "Do deals move, or do we push them?"
definition = "How often sellers got in touch with the deals created in the period, for each step forward that these deals took; touches without any step after them included. Apart: the touches before steps where the buyer spoke first, and before all others; and of the touches on closed deals, the share with no step after them."
unit = "each"
school = "value-first"
shape = "breakdown"
layer = 2
better = "lower"
dated_by = "deal_created"
records = "deals"
input = "ratio"
keys = ["who_spoke_first"]
numerator = "touches by sellers alone; those with no step after"
denominator = "steps forward; all touches by sellers on closed deals"
needs = ["opportunities.created_at", "deal_changes.stage", "touches"]
matures = true
other_reading = "Buyers who speak first were keener from the start: fewer touches need not be why they moved."
next_step = "Open the deals with the most touches for a step and ask whether the buyer wants them."
caveats = ["What the seller did alone counts: mails sent, calls not answered; a conversation does not. What is not exported is no effort here.", "A touch belongs to the next step of its deal.", "Spoken first means before anybody else since the step before, or since the deal was created."]
[finding]
clear = "Sellers reach out {all.value:each} times for a step; {no_step_after.value:in100} of 100 touches on closed deals had none after."
luck = "Sellers reach out {all.value:each} times for a step; {no_step_after.value:in100} of 100 touches on closed deals had none after."
too_few = "{all.numerator:count} touches by sellers for {all.denominator:count} steps forward."
[estimator]
name = "event_rate"
arguments = { per = 1, shares = ["no_step_after"] }
*/
with

deals as (

    select
        opportunity_id,
        cluster_id,
        period,
        group_name,
        close_kind,
        seller_touches
    from chosen_deal_depth
    where
        watched_days > 0
        and not is_born_closed

),

steps as (

    select
        opportunity_id,
        count(*) as steps,
        sum(seller_touches) as seller_touches
    from chosen_moves
    where is_forward
    group by opportunity_id

),

steps_by_who as (

    select
        opportunity_id,
        case when spoke_first = 'buyer' then 'buyer_first' else 'buyer_not_first' end
            as who_spoke_first,
        count(*) as steps,
        sum(seller_touches) as seller_touches
    from chosen_moves
    where is_forward
    group by all

)

select
    'all' as who_spoke_first,
    deals.period,
    deals.group_name,
    deals.opportunity_id as record_id,
    deals.cluster_id,
    1 as n,
    deals.seller_touches as numerator,
    coalesce(steps.steps, 0) as denominator
from deals
left join steps
    on deals.opportunity_id = steps.opportunity_id

union all

select
    steps_by_who.who_spoke_first,
    deals.period,
    deals.group_name,
    deals.opportunity_id as record_id,
    deals.cluster_id,
    1 as n,
    steps_by_who.seller_touches as numerator,
    steps_by_who.steps as denominator
from deals
inner join steps_by_who
    on deals.opportunity_id = steps_by_who.opportunity_id

union all

select
    'no_step_after' as who_spoke_first,
    deals.period,
    deals.group_name,
    deals.opportunity_id as record_id,
    deals.cluster_id,
    1 as n,
    deals.seller_touches - coalesce(steps.seller_touches, 0) as numerator,
    deals.seller_touches as denominator
from deals
left join steps
    on deals.opportunity_id = steps.opportunity_id
where deals.close_kind in ('won', 'lost')
