/*
title = "Moved, lost, silent or talking, by day"
question = "How do deals go on after they are created?"
definition = "Of the deals created in the period: where each stood on a day after its creation, by the path it came. Moved: it had taken a step forward that held for three days, or was won. Lost: it was lost before any step. Silent: neither, and no sign of life for more than 21 days. Still talking: neither, and a sign since. The four end at 100 on each day."
unit = "share"
school = "value-first"
shape = "curve"
better = "higher"
dated_by = "deal_created"
records = "deals"
input = "records"
keys = ["path_group", "state", "day"]
numerator = "deals in that state on that day"
denominator = "deals created in the period in an open stage"
needs = ["opportunities.created_at", "deal_changes.stage"]
other_reading = "The paths hold different deals: segment, size and source differ, and with them the pace."
next_step = "Compare like with like before speaking of a difference between paths."
caveats = ["Silence cannot show before day 22; a deal that hears from the buyer again is talking again.", "Once moved or lost, a deal stays so here: this is about its first step.", "Born closed deals are left out; parked deals are not silent.", "A curve ends where fewer than ten deals are still watched.", "A deal closed and opened again is taken as open in between; its last close counts."]
grade = "modelled"
[finding]
clear = "By day 30, {all_moved_30.value:in100} of 100 deals had moved; {all_silent_30.value:in100} were silent, {all_lost_30.value:in100} lost."
luck = "By day 30, {all_moved_30.value:in100} of 100 deals had moved; {all_silent_30.value:in100} were silent, {all_lost_30.value:in100} lost."
too_few = "By day 30, {all_moved_30.events:count} of {all_moved_30.n:count} deals had moved."
[estimator]
name = "states_by_day"
states = ["moved", "lost"]
days = [0, 7, 14, 21, 22, 30, 45, 60, 75, 90]
*/
with

deals as (

    select
        opportunity_id,
        cluster_id,
        path_group,
        state,
        from_days,
        until_days,
        is_last,
        end_kind,
        days_to_move,
        period,
        group_name
    from chosen_deal_spans
    where
        is_old_enough_to_move
        and not is_born_closed

)

select
    'all' as path_group,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    state as state_then,
    from_days,
    until_days,
    is_last,
    end_kind,
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
    state as state_then,
    from_days,
    until_days,
    is_last,
    end_kind,
    days_to_move as elapsed_days
from deals
where path_group is not null
