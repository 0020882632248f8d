/*
title = "Won without the gate"
question = "How much of what we won did not come through our gate?"
definition = "Won deals that were turned away and came another way, got their paperwork after, or were never screened, of all deals won in the period (ours). Strict leaves paperwork after out; wide adds deals that missed a step or were turned away first. The higher end counts the deals that cannot be told as outside too."
unit = "share"
school = "value-first"
shape = "range"
better = "neither"
dated_by = "deal_closed"
records = "deals"
input = "ratio"
keys = ["component", "statistic"]
numerator = "won deals that did not come through our gate"
denominator = "all deals won in the period"
twin = "lead_to_won_conversion"
needs = ["leads.created_at | gate_decisions.decided_at", "gate_decisions.decided_at"]
grade = "bound"
other_reading = "These deals chose, or were chosen, to come that way: they would not all have been lost at the gate."
next_step = "Open the deals and ask of ten of them who brought them in."
caveats = ["New business alone; existing customers are counted apart.", "Deals that cannot be told are never counted as outside at the lower end."]
[finding]
clear = "{ours_deals.numerator:count} of our {ours_deals.denominator:count} wins did not come through our gate."
luck = "{ours_deals.numerator:count} of our {ours_deals.denominator:count} wins did not come through our gate."
too_few = "{ours_deals.numerator:count} of {ours_deals.denominator:count} wins did not come through our gate."
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
