/*
title = "Control totals"
question = "How much did we win and create?"
definition = "Deals won, their amount at close, accounts won for the first time, deals created, and those of them that are open now, in the period; new business."
unit = "count"
school = "both"
shape = "number"
dated_by = "deal_closed"
records = "deals"
input = "values"
keys = ["statistic"]
dated_by_of = { deals_created = "deal_created", open_deals = "deal_created" }
needs = ["opportunities.opportunity_id"]
matures = true
state_now = ["open_deals"]
settled = ["won_deals", "won_amount", "new_accounts", "deals_created"]
other_reading = "A count follows the records: a deal that was never entered, or was closed on the wrong day, is not in it."
next_step = "Compare with the company's own report, and open the rows where the two differ."
caveats = ["Won deals are dated by the day they closed, created deals by the day they were created."]
[finding]
clear = "Deals won: {won_deals.value:count}. Money won: {won_amount.value:money}. New accounts: {new_accounts.value:count}."
luck = "Deals won: {won_deals.value:count}. Money won: {won_amount.value:money}. New accounts: {new_accounts.value:count}."
too_few = "{won_deals.value:count} deals won in this period."
[estimator]
name = "total"
*/
with

won_deals as (

    select
        opportunity_id,
        cluster_id,
        amount_at_close,
        is_first_win_of_account,
        period,
        group_name
    from chosen_deals_closed
    where outcome = 'won'

)

select
    'won_deals' as statistic,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    1.0 as value
from won_deals

union all

select
    'won_amount' as statistic,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    -- A deal without a recorded amount counts nothing, and where none has one the sum is unknown.
    case when amount_at_close is null then 0 else 1 end as n,
    amount_at_close as value
from won_deals

union all

select
    'new_accounts' as statistic,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    1.0 as value
from won_deals
where is_first_win_of_account

union all

select
    'deals_created' as statistic,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    1.0 as value
from chosen_deals_created

union all

select
    'open_deals' as statistic,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    1.0 as value
from chosen_deals_created
where outcome = 'open'
