/*
title = "Won without the gate, by month"
question = "Is more of what we win coming round our gate?"
definition = "Won deals that did not come through our gate, of all deals won in the same month; strict, ours and wide as in won_without_gate, in deals and in money at close. The higher end counts the deals that cannot be told as outside too. deals_earlier and deals_later are the two halves of the months from the first win to the last; a middle month belongs to the earlier half. Wins without a day of closing are in no month."
unit = "share"
school = "value-first"
shape = "trend"
better = "neither"
dated_by = "deal_closed"
records = "deals"
input = "ratio"
keys = ["component", "statistic", "period"]
numerator = "won deals that did not come through our gate"
denominator = "all deals won in the month"
needs = ["leads.created_at | gate_decisions.decided_at", "gate_decisions.decided_at"]
grade = "bound"
other_reading = "Older deals may have lost their records: a gate that was not logged then looks like no gate."
next_step = "Ask what changed between the halves: the gate, the sources, or what we record."
caveats = ["New business alone; existing customers are counted apart.", "Single months hold too few wins to be compared; the two halves are what is compared.", "The last month may still be running."]
[finding]
clear = "Without our gate came {ours_deals_later.value:in100} in 100 wins in the later months, {ours_deals_earlier.value:in100} before."
luck = "No clear change: {ours_deals_earlier.numerator:count} of {ours_deals_earlier.denominator:count} wins without our gate, then {ours_deals_later.numerator:count} of {ours_deals_later.denominator:count}."
too_few = "Without our gate: {ours_deals_earlier.numerator:count} of {ours_deals_earlier.denominator:count} wins, then {ours_deals_later.numerator:count} of {ours_deals_later.denominator:count}."
compare = ["ours_deals_later", "ours_deals_earlier"]
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
        closed_month,
        group_name,
        date_diff('month', min(closed_month) over (), closed_month) as months_since_first,
        date_diff('month', min(closed_month) over (), max(closed_month) over ()) as months_in_all
    from chosen_deals_closed
    where
        outcome = 'won'
        and path_class is not null
        and closed_month is not null

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
        won_deals.closed_month,
        won_deals.group_name,
        case
            when 2 * won_deals.months_since_first > won_deals.months_in_all then 'deals_later'
            else 'deals_earlier'
        end as half,
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
    closed_month as period,
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
    closed_month as period,
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
    component,
    half as statistic,
    cast(null as date) as period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    case when is_counted then 1.0 else 0.0 end as numerator,
    1.0 as denominator
from counted
