/*
title = "Older than any deal that closed"
question = "How many open deals are older than any that ever closed?"
definition = "Of the deals open now whose creation is dated: those older than the longest time that any deal of their pipeline took to be won or lost, and those older than 90 days; in deals and in their amount now."
unit = "share"
school = "value-first"
shape = "breakdown"
layer = 2
better = "lower"
dated_by = "as_of"
records = "deals"
input = "ratio"
keys = ["age", "statistic"]
numerator = "open deals of that age"
denominator = "open deals with a day of creation"
needs = ["opportunities.created_at"]
other_reading = "A pipeline that lately began to take larger deals has open ones that are old and alive."
next_step = "Ask each owner for the next step, or close them: they stand in every forecast."
caveats = ["One deal that took very long hides others; the share above 90 days does not depend on it.", "Deals without a day of creation are left out."]
[finding]
clear = "{older_than_any_closed_deals.numerator:count} of {older_than_any_closed_deals.denominator:count} open deals are older than any deal that ever closed."
luck = "{older_than_any_closed_deals.numerator:count} of {older_than_any_closed_deals.denominator:count} open deals are older than any deal that ever closed."
too_few = "{older_than_any_closed_deals.numerator:count} of {older_than_any_closed_deals.denominator:count} open deals are older than any deal that ever closed."
[estimator]
name = "share"
[estimator.of.amount]
name = "money_share"
*/
with

ages as (

    select unnest(['older_than_any_closed', 'older_than_90_days']) as age

),

aged as (

    select
        ages.age,
        chosen_deals_open.opportunity_id,
        chosen_deals_open.cluster_id,
        chosen_deals_open.amount_at_as_of,
        chosen_deals_open.period,
        chosen_deals_open.group_name,
        case ages.age
            when 'older_than_90_days' then chosen_deals_open.age_days > 90
            else chosen_deals_open.age_days > chosen_deals_open.longest_close_days
        end as is_aged
    from chosen_deals_open
    cross join ages
    where
        chosen_deals_open.age_days is not null
        -- Where nothing has closed yet nothing can be older than that.
        and (
            ages.age = 'older_than_90_days'
            or chosen_deals_open.longest_close_days is not null
        )

)

select
    age,
    'deals' as statistic,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    case when is_aged then 1.0 else 0.0 end as numerator,
    1.0 as denominator
from aged

union all

select
    age,
    'amount' as statistic,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    case when is_aged then amount_at_as_of else 0.0 end as numerator,
    amount_at_as_of as denominator
from aged
where amount_at_as_of is not null
