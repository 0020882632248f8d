/*
title = "Like with like"
question = "Do deals that did not come through our gate do better, like with like?"
definition = "Share of the deals that did not come through our gate less the share of those through every gate, had these the same mix of segment, size at creation, source family and quarter of creation (direct standardisation). Outcomes: won within the horizon; moved within 30 days; no sign of life in the first 21 days. Deals too young for an outcome are left out of it; born closed deals are left out of the last two. Ours, strict and wide are three ways to count what came from outside; deals that cannot be told are in none."
unit = "points"
school = "value-first"
shape = "range"
better = "neither"
dated_by = "deal_created"
records = "deals"
input = "records"
keys = ["outcome", "component", "statistic"]
numerator = "deals that ended so"
denominator = "deals of both ways that are old enough for it"
needs = ["opportunities.created_at", "leads.created_at | gate_decisions.decided_at", "gate_decisions.decided_at"]
caveats = ["Size is the amount first recorded; segment stands for the dimensions at [rules] alike.", "Compared where at least four groups of like deals hold both ways, with at least 80 in 100 of the deals from outside."]
grade = "adjusted"
other_reading = "Raw, {won_ours_share_outside.value:in100} in 100 from outside are won and {won_ours_share_inside.value:in100} of those through every gate. They also chose us; the gate need not be why."
next_step = "Open the deals from outside that were won and ask of ten what they had in common."
[finding]
clear = "Like with like, {won_ours_like_for_like.value:more} in 100 from outside are won ({won_ours_like_for_like.details[range]}); raw {won_ours_share_outside.value:in100} against {won_ours_share_inside.value:in100}."
luck = "Like with like, {won_ours_like_for_like.value:more} in 100 won ({won_ours_like_for_like.details[range]}): could be luck."
too_few = "Wins too few to compare: {won_ours_share_outside.events:count} of {won_ours_share_outside.n:count} from outside were won, {won_ours_share_inside.events:count} of {won_ours_share_inside.n:count} through every gate.{rest_ours.details[also]}"
withheld = "Wins not compared: {won_ours_like_for_like.details[share_comparable]:in100} in 100 from outside have their like, in {won_ours_like_for_like.details[strata]} groups.{rest_ours.details[also]}"
against_zero = "won_ours_like_for_like"
[estimator]
name = "like_for_like"
[estimator.arguments]
first = "outside"
second = "inside"
outcomes = ["won", "moved", "silent"]
components = ["ours", "strict", "wide"]
*/
select
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    stratum,
    is_won_by_horizon as is_won,
    is_moved_by_day_30 as is_moved,
    is_silent_by_day_21 as is_silent,
    case
        when is_outside_ours then 'outside'
        when path_group = 'through_every_gate' then 'inside'
    end as arm_ours,
    case
        when is_outside_strict then 'outside'
        when path_group = 'through_every_gate' then 'inside'
    end as arm_strict,
    case
        when is_outside_wide then 'outside'
        when path_group = 'through_every_gate' then 'inside'
    end as arm_wide

from chosen_deal_strata

where path_class is not null
