/*
title = "Fell silent by day"
question = "How soon do deals fall silent?"
definition = "Share of the deals created in the period that had fallen silent, from the start or later, by day 14, 21, 22, 30, 45, 60 and 90. A deal falls silent on the last day that its threshold still allows after a sign of life, once it is passed. Three thresholds: 21 days for all; learned, by when four of five earlier deals had moved on from the same stage; and the day by which the chance to move had halved there."
unit = "share"
school = "value-first"
shape = "curve"
layer = 2
better = "lower"
dated_by = "deal_created"
records = "deals"
input = "spells"
keys = ["threshold", "day"]
numerator = "deals that had fallen silent by that day"
denominator = "deals created in the period in an open stage"
needs = ["opportunities.created_at", "deal_changes.stage"]
other_reading = "A deal that fell silent may have woken again: this counts the first time."
next_step = "Where the learned threshold says otherwise, look at the stages by which it does."
caveats = ["The learned thresholds are those of the deal's pipeline, stage and year, from the deals before that year; 21 days where fewer than 50 were there.", "Won and lost deals count as that; parked days are not silent.", "A curve ends where fewer than ten deals are still watched."]
grade = "modelled"
[finding]
clear = "By day 30, {fixed_30.value:in100} of 100 deals had fallen silent; by the learned thresholds {learned_30.value:in100}."
luck = "By day 30, {fixed_30.value:in100} of 100 deals had fallen silent; by the learned thresholds {learned_30.value:in100}."
too_few = "By day 30, {fixed_30.events:count} of {fixed_30.n:count} deals had fallen silent."
[estimator]
name = "aalen_johansen"
cause = "stalled"
days = [14, 21, 22, 30, 45, 60, 90]
*/
with

thresholds as (

    select unnest(['fixed', 'learned', 'hazard']) as threshold

),

first_silences as (

    select
        opportunity_id,
        threshold,
        onset_days
    from chosen_silences
    where place = 1

)

select
    thresholds.threshold,
    chosen_deals_created.period,
    chosen_deals_created.group_name,
    chosen_deals_created.opportunity_id as record_id,
    chosen_deals_created.cluster_id,
    1 as n,
    case
        when first_silences.onset_days is not null then 'stalled'
        else chosen_deals_created.close_kind
    end as end_kind,
    coalesce(first_silences.onset_days, chosen_deals_created.days_to_close) as elapsed_days

from chosen_deals_created

cross join thresholds

left join first_silences
    on
        chosen_deals_created.opportunity_id = first_silences.opportunity_id
        and thresholds.threshold = first_silences.threshold

where
    chosen_deals_created.close_kind is not null
    and not chosen_deals_created.is_born_closed
