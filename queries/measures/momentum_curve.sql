/*
title = "Moved, lost or neither, by day"
question = "How do deals go on after they are created?"
definition = "Share of the deals created in the period that had taken a step forward, or were lost first, by day 14, 30, 60 and 90; by the path they came."
unit = "share"
school = "value-first"
shape = "curve"
better = "higher"
dated_by = "deal_created"
records = "deals"
input = "spells"
keys = ["path_group", "state", "day"]
numerator = "deals that had moved, or were lost first, by that day"
denominator = "deals created in the period in an open stage"
needs = ["opportunities.created_at", "deal_changes.stage"]
other_reading = "The paths hold different deals: segment, size and source differ, and with them the pace."
next_step = "Compare like with like before speaking of a difference between paths."
caveats = ["A curve ends where fewer than ten deals are still watched.", "Born closed deals are left out."]
[finding]
clear = "By day 30, {all_moved_30.value:in100} of 100 deals had moved."
luck = "By day 30, {all_moved_30.value:in100} of 100 deals had moved."
too_few = "Too few deals to draw a curve."
[estimator]
name = "aalen_johansen"
states = ["moved", "lost"]
days = [14, 30, 60, 90]
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
