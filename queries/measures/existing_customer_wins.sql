/*
title = "Wins with existing customers"
question = "How much did we win with customers we already had?"
definition = "Deals won in the period, by type: new business, and all other types, which are existing customers; in deals and in money at close, of all deals won. Beside it, of each, the share that did not come through our gate (ours)."
unit = "share"
school = "both"
shape = "breakdown"
layer = 2
better = "neither"
dated_by = "deal_closed"
records = "deals"
input = "ratio"
keys = ["population", "statistic"]
numerator = "deals won with them"
denominator = "all deals won in the period, of every type"
needs = ["opportunities.type", "types"]
other_reading = "A type is what somebody chose in a list: renewals entered as new business count as new."
next_step = "Check the type of one renewal you remember."
caveats = ["Everything else on this page is new business alone, unless existing customers are asked for.", "Existing customers seldom pass a gate again, so their share without it is no news."]
[finding]
clear = "Beside {new_business_deals.numerator:count} wins of new business, {existing_customers_deals.numerator:count} with existing customers, {existing_customers_amount.numerator:money}."
luck = "Beside {new_business_deals.numerator:count} wins of new business, {existing_customers_deals.numerator:count} with existing customers, {existing_customers_amount.numerator:money}."
too_few = "{existing_customers_deals.numerator:count} of {existing_customers_deals.denominator:count} wins were with existing customers."
[estimator]
name = "share"
*/
with

populations as (

    select unnest(['new_business', 'existing_customers']) as population

),

counted as (

    select
        populations.population,
        chosen_deals_won.opportunity_id,
        chosen_deals_won.cluster_id,
        chosen_deals_won.path_class,
        chosen_deals_won.is_outside_ours,
        chosen_deals_won.amount_at_close,
        chosen_deals_won.period,
        chosen_deals_won.group_name,
        chosen_deals_won.is_new_business = (populations.population = 'new_business') as is_counted
    from chosen_deals_won
    cross join populations

)

select
    population,
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
    population,
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
    population,
    'without_gate' as statistic,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    case when is_outside_ours then 1.0 else 0.0 end as numerator,
    1.0 as denominator
from counted
where
    is_counted
    and path_class is not null
