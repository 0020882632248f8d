/*
title = "Where the others came from"
question = "Where did the wins come from that did not come through our gate?"
definition = "All deals won in the period by the one way each came: those never screened by their origin (referral, partner, direct outreach, executive, existing customer, a first meeting before any gate, no gate that applies, other), the rest by their path. First, as order 0, the sum of those that did not come through our gate (ours); then their origins, the most frequent first; then the other paths. In deals and in money at close, of all deals won."
unit = "share"
school = "value-first"
shape = "breakdown"
better = "neither"
dated_by = "deal_closed"
records = "deals"
input = "ratio"
keys = ["order", "origin", "statistic"]
numerator = "deals won by this way"
denominator = "all deals won in the period"
needs = ["leads.created_at | gate_decisions.decided_at", "gate_decisions.decided_at"]
other_reading = "An origin is what was recorded: a source nobody filled in stands as other."
next_step = "Ask what it would take to have more of the first, without a form before it."
caveats = ["New business alone; existing customers are counted apart.", "Each win has one origin: a source comes before an earlier win of the account, and that before a meeting."]
[finding]
clear = "{no_gate_deals.numerator:count} wins came without our gate, most often: {first_deals.keys[origin]:word}, {first_deals.numerator:count} wins, {first_amount.numerator:money}."
luck = "{no_gate_deals.numerator:count} wins came without our gate, most often: {first_deals.keys[origin]:word}, {first_deals.numerator:count} wins, {first_amount.numerator:money}."
too_few = "{no_gate_deals.numerator:count} of {no_gate_deals.denominator:count} wins did not come through our gate."
none = "Of our {no_gate_deals.denominator:count} wins none is known to have come without our gate."
[estimator]
name = "share"
*/
with

won_deals as (

    select
        opportunity_id,
        cluster_id,
        is_outside_ours,
        amount_at_close,
        period,
        group_name,
        case when path_class = 'bypassed' then coalesce(sub_origin, 'other') else path_class end
            as origin
    from chosen_deals_closed
    where
        outcome = 'won'
        and path_class is not null

),

wins_of_origins as (

    select
        origin,
        is_outside_ours,
        count(*) as wins
    from won_deals
    group by
        origin,
        is_outside_ours

),

origins as (

    select
        0 as place,
        'no_gate' as origin

    union all

    -- Ways through the gate come after all ways round it.
    select
        row_number()
            over (
                partition by is_outside_ours
                order by wins desc, origin asc
            )
        + case when is_outside_ours then 0 else 100 end as place,
        origin
    from wins_of_origins

),

counted as (

    select
        origins.place,
        origins.origin,
        won_deals.opportunity_id,
        won_deals.cluster_id,
        won_deals.amount_at_close,
        won_deals.period,
        won_deals.group_name,
        won_deals.origin = origins.origin
        or (origins.origin = 'no_gate' and won_deals.is_outside_ours) as is_counted
    from won_deals
    cross join origins

)

select
    place as "order",
    origin,
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
    place as "order",
    origin,
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
