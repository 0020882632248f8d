/*
title = "Credit of the first touch"
question = "How often does one source take all credit?"
definition = "Share of the deals won in the period that came by two or more channels before they were created, in deals and in money at close: counted by first touch, one of them takes all the credit. Channels are the source of the lead and each kind of contact that the buyer took part in within the look-back days (365 unless the config says otherwise)."
unit = "share"
school = "value-first"
shape = "number"
layer = 2
better = "neither"
dated_by = "deal_closed"
records = "deals"
input = "ratio"
keys = ["statistic"]
numerator = "deals won that came by two or more channels"
denominator = "deals won of which any channel is recorded"
needs = ["touches", "leads.source | opportunities.source"]
other_reading = "A channel that is not recorded is not counted: the true number of those with several is higher."
next_step = "Ask ten of these customers what made them come, and write it beside the source."
caveats = ["What sellers alone did is no channel; nor is anything after the deal's creation.", "Deals without any recorded channel are left out."]
[finding]
clear = "{deals.numerator:count} of {deals.denominator:count} wins had several sources; the first takes all the credit."
luck = "{deals.numerator:count} of {deals.denominator:count} wins had several sources; the first takes all the credit."
too_few = "{deals.numerator:count} of {deals.denominator:count} wins had several sources."
[estimator]
name = "share"
*/
with

won_deals as (

    select
        opportunity_id,
        cluster_id,
        amount_at_close,
        period,
        group_name,
        has_several_channels
    from chosen_deal_stories
    where outcome = 'won'

)

select
    'deals' as statistic,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    case when has_several_channels then 1.0 else 0.0 end as numerator,
    1.0 as denominator
from won_deals

union all

select
    'amount' as statistic,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    case when has_several_channels then amount_at_close else 0.0 end as numerator,
    amount_at_close as denominator
from won_deals
where amount_at_close is not null
