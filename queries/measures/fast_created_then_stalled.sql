/*
title = "Made within a day, then silent"
question = "Do deals that are opened at once fall silent more often?"
definition = "Of the deals created in the period whose person was a lead before: the share with no sign of life in their first 21 days among those opened within a week of the person's own request (of the day the lead came, where there was none), less the share among those opened later, had these the same mix of segment, size, source and quarter. The same for those opened within a day. Deals of 21 days and less are left out."
unit = "points"
school = "value-first"
shape = "range"
better = "lower"
dated_by = "deal_created"
records = "deals"
input = "records"
keys = ["component", "statistic"]
numerator = "deals with no sign of life in their first 21 days"
denominator = "deals older than 21 days of both kinds"
needs = ["opportunities.created_at", "deal_changes.stage", "leads.created_at"]
other_reading = "Raw, {within_a_week_share_fast.value:in100} in 100 of those opened within a week, {within_a_week_share_later.value:in100} of the later ones. A quick deal may be a quick answer."
next_step = "Ask of ten deals opened within a week whether the buyer had asked for a deal."
caveats = ["Born closed deals are left out; deals without a lead before them are in neither group.", "Size is the amount first recorded; compared where at least four groups of like deals hold both kinds."]
grade = "adjusted"
[finding]
clear = "Like with like, {within_a_week_like_for_like.value:more} in 100 opened within a week fell silent ({within_a_week_like_for_like.details[range]})."
luck = "Like with like, {within_a_week_like_for_like.value:more} in 100 opened within a week fell silent: could be luck."
too_few = "{within_a_week_share_fast.events:count} of {within_a_week_share_fast.n:count} opened within a week fell silent, {within_a_week_share_later.events:count} of {within_a_week_share_later.n:count} later ones."
withheld = "{within_a_week_like_for_like.details[share_comparable]:in100} in 100 opened within a week have their like, in {within_a_week_like_for_like.details[strata]} groups: comparison withheld."
against_zero = "within_a_week_like_for_like"
[estimator]
name = "like_for_like"
[estimator.arguments]
first = "fast"
second = "later"
about = "Deals opened within a week"
components = ["within_a_week", "within_a_day"]
*/
select
    chosen_deal_strata.period,
    chosen_deal_strata.group_name,
    chosen_deal_strata.opportunity_id as record_id,
    chosen_deal_strata.cluster_id,
    1 as n,
    chosen_deal_strata.stratum,
    chosen_deal_strata.is_silent_by_day_21 as is_event,
    case when chosen_deals_created.days_from_request <= 7 then 'fast' else 'later' end
        as arm_within_a_week,
    case when chosen_deals_created.days_from_request <= 1 then 'fast' else 'later' end
        as arm_within_a_day

from chosen_deal_strata

inner join chosen_deals_created
    on chosen_deal_strata.opportunity_id = chosen_deals_created.opportunity_id

where chosen_deals_created.days_from_request is not null
