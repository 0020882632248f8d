/*
title = "Steps backed by the buyer"
question = "Did the buyer move, or did we move the deal?"
definition = "Of the steps forward of the deals created in the period: those with something from the buyer within seven days before or after. A reply, a call or meeting with both sides, a document opened, or a new person of the buyer joining the deal."
unit = "share"
school = "value-first"
shape = "number"
better = "higher"
dated_by = "deal_created"
records = "deals"
input = "ratio"
numerator = "steps forward backed by the buyer"
denominator = "steps forward that are at least seven days old"
needs = ["opportunities.created_at", "deal_changes.stage", "touches"]
other_reading = "Backed in our records: a buyer who talks by telephone and is not logged backs no step."
next_step = "Open ten of these deals and ask what the buyer did at the step; then ten others."
caveats = ["Deals are counted by their steps: one with four steps weighs four times.", "Something from the buyer near a step need not be its reason.", "Steps of the last seven days are left out, since the buyer may still answer."]
[finding]
clear = "Of 100 steps forward, {value:in100} had something from the buyer within a week ({low:in100} to {high:in100})."
luck = "Of 100 steps forward, {value:in100} had something from the buyer within a week ({low:in100} to {high:in100})."
too_few = "{numerator:count} of {denominator:count} steps forward had something from the buyer within a week."
none = "No step forward has anything from the buyer on record: is what buyers do exported?"
[estimator]
name = "share"
*/
with

steps as (

    select
        opportunity_id,
        count(*) as steps,
        count(*) filter (where is_corroborated) as backed
    from chosen_moves
    where
        is_forward
        and is_old_enough_to_corroborate
    group by opportunity_id

)

select
    chosen_deals_created.period,
    chosen_deals_created.group_name,
    chosen_deals_created.opportunity_id as record_id,
    chosen_deals_created.cluster_id,
    1 as n,
    steps.backed as numerator,
    steps.steps as denominator

from chosen_deals_created

inner join steps
    on chosen_deals_created.opportunity_id = steps.opportunity_id

where not chosen_deals_created.is_born_closed
