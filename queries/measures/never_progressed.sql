/*
title = "Never moved a step"
question = "How many deals never took a step forward?"
definition = "Of the deals created in the period at least 93 days ago (90, and three for a step to hold): those that never took a step forward and were not won; of these, the lost ones and those still open."
unit = "share"
school = "value-first"
shape = "breakdown"
layer = 2
better = "lower"
dated_by = "deal_created"
records = "deals"
input = "ratio"
keys = ["state"]
numerator = "deals that never took a step forward"
denominator = "deals created in the period at least 93 days ago"
needs = ["opportunities.created_at", "deal_changes.stage"]
matures = true
other_reading = "A step is recorded by the seller: where nobody updates the stage, nothing seems to move."
next_step = "Ask of the open ones what they wait for, and of the closed ones why they were opened."
caveats = ["A step counts when it held three days, above the deal's own highest stage, and not in a bulk edit.", "Born closed deals are left out."]
[finding]
clear = "{never.events:count} of {never.n:count} deals never moved a step: {never_lost.events:count} lost and {never_open.events:count} still open."
luck = "{never.events:count} of {never.n:count} deals never moved a step: {never_lost.events:count} lost and {never_open.events:count} still open."
too_few = "{never.events:count} of {never.n:count} deals never moved a step."
[estimator]
name = "share"
*/
with

old_enough as (

    select
        opportunity_id,
        cluster_id,
        period,
        group_name,
        move_kind <> 'moved' and outcome <> 'won' as is_unmoved,
        outcome
    from chosen_deals_created
    where
        move_kind is not null
        and not is_born_closed
        and age_days >= 93

),

states as (

    select unnest(['never', 'never_lost', 'never_open']) as state

)

select
    states.state,
    old_enough.period,
    old_enough.group_name,
    old_enough.opportunity_id as record_id,
    old_enough.cluster_id,
    1 as n,
    case
        when not old_enough.is_unmoved then 0.0
        when states.state = 'never' then 1.0
        when states.state = 'never_open' and old_enough.outcome = 'open' then 1.0
        when states.state = 'never_lost' and old_enough.outcome = 'lost' then 1.0
        else 0.0
    end as numerator,
    1.0 as denominator

from old_enough

cross join states
