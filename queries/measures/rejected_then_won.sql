/*
title = "Turned away, then won"
question = "Did people we turned away buy anyway?"
definition = "Deals won in the period whose person had been turned away in the look-back days before the deal, in deals and in money, of all deals won. Beside it: of the people turned away in the period, the share won by a later deal within 365 days."
unit = "share"
school = "value-first"
shape = "number"
better = "lower"
dated_by = "deal_closed"
looks_back_to = "verdict"
records = "deals"
input = "mixed"
keys = ["statistic"]
dated_by_of = { verdicts = "verdict" }
numerator = "won deals whose person had been turned away first"
denominator = "all deals won in the period"
twin = "mql_to_sql_conversion"
needs = ["leads.created_at | gate_decisions.decided_at", "gate_decisions.decided_at"]
other_reading = "Proof of misjudging, not money lost: this money was won. And people change between the refusal and the deal."
next_step = "Read the reasons they were turned away for."
caveats = ["The same person, by ids; colleagues at the same account are not counted.", "People turned away are dated by the day of the verdict, won deals by the day they closed."]
[sides]
sales = "They were not ready when we refused them. Each of the {deals.numerator:count} came back: a refusal is a wait, and time of ours kept free until then."
marketing = "{deals.numerator:count} of our {deals.denominator:count} wins had been refused first and were won all the same; the others we refused nobody took on. Where a refusal was followed by a win, its reason is worth a second look."
[finding]
clear = "{deals.numerator:count} wins, {amount.numerator:money}, had been turned away first."
luck = "{deals.numerator:count} wins, {amount.numerator:money}, had been turned away first."
too_few = "{deals.numerator:count} of {deals.denominator:count} wins had been turned away first."
[estimator]
name = "share"
[estimator.of.amount]
name = "money_share"
[estimator.of.verdicts]
name = "aalen_johansen"
cause = "won"
day = 365
*/
with

won_deals as (

    select
        opportunity_id,
        cluster_id,
        is_turned_away_first,
        amount_at_close,
        period,
        group_name
    from chosen_deals_closed
    where
        outcome = 'won'
        and path_class is not null

)

select
    'deals' as statistic,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    case when is_turned_away_first then 1.0 else 0.0 end as numerator,
    1.0 as denominator,
    cast(null as varchar) as end_kind,
    cast(null as bigint) as elapsed_days
from won_deals

union all

select
    'amount' as statistic,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    case when is_turned_away_first then amount_at_close else 0.0 end as numerator,
    amount_at_close as denominator,
    cast(null as varchar) as end_kind,
    cast(null as bigint) as elapsed_days
from won_deals
where amount_at_close is not null

union all

select
    'verdicts' as statistic,
    period,
    group_name,
    record_id,
    cast(null as bigint) as cluster_id,
    n,
    cast(null as double) as numerator,
    cast(null as double) as denominator,
    end_kind,
    elapsed_days
from chosen_verdict_spells
