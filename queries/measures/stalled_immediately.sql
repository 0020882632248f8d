/*
title = "No sign of life in the first 21 days"
question = "What happens to deals once they are created?"
definition = "Share of the deals created in the period with no sign of life in their first 21 days: no change of stage, nothing from the buyer. Deals won or lost by then are counted as that; deals younger than 21 days count for the days they were watched."
unit = "share"
school = "value-first"
shape = "breakdown"
better = "lower"
dated_by = "deal_created"
records = "deals"
input = "spells"
keys = ["path_group"]
numerator = "deals with no sign of life in their first 21 days"
denominator = "deals created in the period in an open stage"
needs = ["opportunities.created_at", "deal_changes.stage"]
other_reading = "The paths hold different deals: segment, size and source differ, so a gap between them need not be the gate's doing."
next_step = "Open the deals and call the ten largest."
caveats = ["What the seller alone did is no sign; nor is a bulk edit or a change by an integration.", "Born closed deals are left out; parked deals are not silent."]
grade = "modelled"
[finding]
clear = "Of the deals that passed, {through_every_gate.value:in100} in 100 showed no sign of life in their first 21 days ({through_every_gate.low:in100} to {through_every_gate.high:in100})."
luck = "Of the deals that passed, {through_every_gate.value:in100} in 100 showed no sign of life in their first 21 days ({through_every_gate.low:in100} to {through_every_gate.high:in100})."
too_few = "{through_every_gate.events:count} of {through_every_gate.n:count} deals that passed showed no sign of life in their first 21 days."
[estimator]
name = "aalen_johansen"
cause = "stalled"
day = 21
*/
with

deals as (

    select
        opportunity_id,
        cluster_id,
        path_group,
        stall_kind,
        days_to_stall,
        period,
        group_name
    from chosen_deals_created
    where
        stall_kind is not null
        and not is_born_closed

)

select
    'all' as path_group,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    stall_kind as end_kind,
    days_to_stall as elapsed_days
from deals

union all

select
    path_group,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    stall_kind as end_kind,
    days_to_stall as elapsed_days
from deals
where path_group is not null
