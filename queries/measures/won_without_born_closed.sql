/*
title = "Without the deals born closed"
question = "And without deals entered when already won?"
definition = "Won deals that did not come through our gate, of all deals won in the period, as in won_without_gate, without the deals born closed: created in the last open stage of several, or closed within a day. Beside it the deals left out, of all won."
unit = "share"
school = "value-first"
shape = "range"
layer = 2
better = "neither"
dated_by = "deal_closed"
records = "deals"
input = "ratio"
keys = ["component", "statistic"]
numerator = "won deals, not born closed, that did not come through our gate"
denominator = "all deals won in the period and not born closed"
needs = ["leads.created_at | gate_decisions.decided_at", "gate_decisions.decided_at", "opportunities.created_at"]
grade = "bound"
other_reading = "A deal born closed may be a true buyer in a hurry, or one that nobody entered until it was signed."
next_step = "Open the deals left out and ask when the first talk with the buyer was."
caveats = ["New business alone; existing customers are counted apart.", "The last stage of several needs a pipeline with at least two open stages; else the day of closing alone tells."]
[finding]
clear = "Without {born_closed_left_out_deals.numerator:count} deals born closed: {ours_deals.numerator:count} of {ours_deals.denominator:count} wins did not come through our gate."
luck = "Without {born_closed_left_out_deals.numerator:count} deals born closed: {ours_deals.numerator:count} of {ours_deals.denominator:count} wins did not come through our gate."
too_few = "{ours_deals.numerator:count} of {ours_deals.denominator:count} wins not born closed did not come through our gate."
[estimator]
name = "bound_share"
unknown = "unlinked"
*/
with

won_deals as (

    select
        opportunity_id,
        cluster_id,
        path_class,
        is_outside_strict,
        is_outside_ours,
        is_outside_wide,
        is_born_closed,
        amount_at_close,
        period,
        group_name
    from chosen_deals_closed
    where
        outcome = 'won'
        and path_class is not null

),

components as (

    select unnest(['strict', 'ours', 'wide', 'unlinked']) as component

),

counted as (

    select
        components.component,
        won_deals.opportunity_id,
        won_deals.cluster_id,
        won_deals.amount_at_close,
        won_deals.period,
        won_deals.group_name,
        case components.component
            when 'unlinked' then won_deals.path_class = 'unlinked'
            when 'strict' then won_deals.is_outside_strict
            when 'ours' then won_deals.is_outside_ours
            else won_deals.is_outside_wide
        end as is_counted
    from won_deals
    cross join components
    where not won_deals.is_born_closed

)

select
    component,
    'deals' as statistic,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    case when is_counted then 1.0 else 0.0 end as numerator,
    1.0 as denominator
from counted

union all

select
    component,
    'amount' as statistic,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    case when is_counted then amount_at_close else 0.0 end as numerator,
    amount_at_close as denominator
from counted
where amount_at_close is not null

union all

select
    'born_closed' as component,
    'left_out_deals' as statistic,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    case when is_born_closed then 1.0 else 0.0 end as numerator,
    1.0 as denominator
from won_deals

union all

select
    'born_closed' as component,
    'left_out_amount' as statistic,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    case when is_born_closed then amount_at_close else 0.0 end as numerator,
    amount_at_close as denominator
from won_deals
where amount_at_close is not null
