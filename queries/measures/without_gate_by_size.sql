/*
title = "Won without the gate, by size"
question = "Do large deals come round our gate more often than small ones?"
definition = "Won deals that did not come through our gate, of all deals won of the same size; strict, ours and wide as in won_without_gate. Sizes are tenths of the wins by amount at close, fifths where fewer than a hundred wins have an amount; wins without one stand apart. Beside them the ten largest wins and all others. Either way each win is in exactly one band."
unit = "share"
school = "value-first"
shape = "breakdown"
better = "neither"
dated_by = "deal_closed"
records = "deals"
input = "ratio"
keys = ["component", "band", "statistic"]
numerator = "won deals of this size that did not come through our gate"
denominator = "all deals won of this size in the period"
twin = "win_rate_by_value"
needs = ["leads.created_at | gate_decisions.decided_at", "gate_decisions.decided_at", "opportunities.amount"]
grade = "bound"
other_reading = "Large deals have more people in them, so more ways in; the gate need not be why they are large."
next_step = "Open the ten largest and ask who brought each of them in."
caveats = ["New business alone; existing customers are counted apart.", "Sizes are cut over all wins chosen, so a band holds the same wins however the answer is split.", "Amounts are those at close: a deal may have been smaller when it came."]
[finding]
clear = "{ours_ten_largest_deals.numerator:count} of our {ours_ten_largest_deals.denominator:count} largest wins did not come through our gate; nor did {ours_all_others_deals.numerator:count} of the other {ours_all_others_deals.denominator:count}."
luck = "{ours_ten_largest_deals.numerator:count} of our {ours_ten_largest_deals.denominator:count} largest wins did not come through our gate; nor did {ours_all_others_deals.numerator:count} of the other {ours_all_others_deals.denominator:count}."
too_few = "{ours_ten_largest_deals.numerator:count} of our {ours_ten_largest_deals.denominator:count} largest wins did not come through our gate."
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
        group_name,
        count(amount_at_close) over () as priced_wins,
        row_number() over (order by amount_at_close desc nulls last, opportunity_id) as place
    from chosen_deals_closed
    where
        outcome = 'won'
        and path_class is not null

),

priced as (

    select
        opportunity_id,
        case
            when priced_wins >= 100
                then 'tenth_' || ntile(10) over (order by amount_at_close, opportunity_id)
            else 'fifth_' || ntile(5) over (order by amount_at_close, opportunity_id)
        end as band
    from won_deals
    where amount_at_close is not null

),

banded as (

    select
        won_deals.*,
        coalesce(priced.band, 'no_amount') as band
    from won_deals
    left join priced
        on won_deals.opportunity_id = priced.opportunity_id

    union all

    select
        won_deals.*,
        case
            when place <= 10 and amount_at_close is not null then 'ten_largest'
            else 'all_others'
        end as band
    from won_deals

),

components as (

    select unnest(['strict', 'ours', 'wide', 'unlinked']) as component

),

counted as (

    select
        components.component,
        banded.opportunity_id,
        banded.cluster_id,
        banded.band,
        banded.amount_at_close,
        banded.period,
        banded.group_name,
        case components.component
            when 'unlinked' then banded.path_class = 'unlinked'
            when 'strict' then banded.is_outside_strict
            when 'ours' then banded.is_outside_ours
            else banded.is_outside_wide
        end as is_counted
    from banded
    cross join components

)

select
    component,
    band,
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
    band,
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
