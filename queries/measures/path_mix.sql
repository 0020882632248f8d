/*
title = "How wins came"
question = "By which way did our wins come?"
definition = "Won deals by their path class, in deals and in money at close, of all deals won in the period. Each deal is in exactly one class."
unit = "share"
school = "value-first"
shape = "parts"
better = "neither"
dated_by = "deal_closed"
records = "deals"
input = "ratio"
keys = ["part", "statistic"]
numerator = "deals won by this path"
denominator = "all deals won in the period"
needs = ["leads.created_at | gate_decisions.decided_at", "gate_decisions.decided_at"]
other_reading = "The path says in which order things were recorded, not why the buyer bought."
next_step = "Open the deals of the widest path you did not expect."
[finding]
clear = "Of our {in_flow_deals.denominator:count} wins, {in_flow_deals.numerator:count} came through every gate without a no, and {bypassed_deals.numerator:count} were never screened."
luck = "Of our {in_flow_deals.denominator:count} wins, {in_flow_deals.numerator:count} came through every gate without a no, and {bypassed_deals.numerator:count} were never screened."
too_few = "{in_flow_deals.numerator:count} of {in_flow_deals.denominator:count} wins came through every gate without a no."
[estimator]
name = "share"
*/
with

won_deals as (

    select
        opportunity_id,
        cluster_id,
        path_class,
        amount_at_close,
        period,
        group_name
    from chosen_deals_closed
    where
        outcome = 'won'
        and path_class is not null

),

path_classes as (

    select
        unnest(
            [
                'in_flow',
                'returned',
                'skipped',
                'rejected_before',
                'back_stamped',
                'bypassed',
                'unlinked'
            ]
        ) as part

)

select
    path_classes.part,
    'deals' as statistic,
    won_deals.period,
    won_deals.group_name,
    won_deals.opportunity_id as record_id,
    won_deals.cluster_id,
    1 as n,
    case when won_deals.path_class = path_classes.part then 1.0 else 0.0 end as numerator,
    1.0 as denominator
from won_deals
cross join path_classes

union all

select
    path_classes.part,
    'amount' as statistic,
    won_deals.period,
    won_deals.group_name,
    won_deals.opportunity_id as record_id,
    won_deals.cluster_id,
    1 as n,
    case when won_deals.path_class = path_classes.part then won_deals.amount_at_close else 0.0 end
        as numerator,
    won_deals.amount_at_close as denominator
from won_deals
cross join path_classes
where won_deals.amount_at_close is not null
