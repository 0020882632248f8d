/*
title = "Momentum index"
question = "If it must be one number: how soon do deals get moving?"
definition = "The share of their first 60 days that the deals created in the period have spent after their first step forward, times 100: the mean height of the curve of moved deals from day 0 to 60. A deal that moves on day 15 of 60 has spent 75 of 100; one that never moves, or is lost first, none. By the path the deals came."
unit = "index"
school = "value-first"
shape = "breakdown"
layer = 2
better = "higher"
cost = "slow"
dated_by = "deal_created"
records = "deals"
input = "records"
keys = ["path_group"]
numerator = "days of the first 60 spent after the first step forward"
denominator = "the first 60 days of the deals created in the period"
needs = ["opportunities.created_at", "deal_changes.stage"]
other_reading = "Many slow movers and few fast ones can have the same index: the curve tells them apart."
next_step = "Read the curve of moved deals beside it before two indexes are compared."
caveats = ["Steps count by the same rules as everywhere; more of them make no higher index, the first alone counts.", "Its range is that of 200 repeated drawings of whole accounts.", "Born closed deals are left out."]
grade = "modelled"
[finding]
clear = "Of their first 60 days, deals spend {all.value:index} in 100 already moved on ({all.low:index} to {all.high:index})."
luck = "Of their first 60 days, deals spend {all.value:index} in 100 already moved on ({all.low:index} to {all.high:index})."
too_few = "{all.events:count} of {all.n:count} deals moved in their first 60 days."
[estimator]
name = "momentum_index"
*/
with

deals as (

    select
        opportunity_id,
        cluster_id,
        path_group,
        move_kind,
        days_to_move,
        period,
        group_name
    from chosen_deals_created
    where
        move_kind is not null
        and is_old_enough_to_move
        and not is_born_closed

)

select
    'all' as path_group,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    move_kind as end_kind,
    days_to_move as elapsed_days
from deals

union all

select
    path_group,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    move_kind as end_kind,
    days_to_move as elapsed_days
from deals
where path_group is not null
