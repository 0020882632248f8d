/*
title = "Steps back in 30 open days"
question = "How often do deals go back?"
definition = "Steps back to a lower stage of the deals created in the period, for every 30 days that these deals were open: all steps over all open days. Being lost is no step back; a won deal that was opened again is one. By the path the deals came."
unit = "rate"
school = "value-first"
shape = "breakdown"
layer = 2
better = "lower"
dated_by = "deal_created"
records = "deals"
input = "ratio"
keys = ["path_group"]
numerator = "steps back"
denominator = "days these deals were open"
needs = ["opportunities.created_at", "deal_changes.stage"]
matures = true
other_reading = "A step back can be honest: the record is put right when the buyer was not as far as we wrote."
next_step = "Open the deals that went back and read what had been written down too early."
caveats = ["Where going back is not allowed or not done in the records, none is seen.", "A bulk edit is no step; born closed deals are left out.", "A deal closed and opened again is taken as open in between; its last close counts."]
[finding]
clear = "{all.events:count} of {all.n:count} deals went back a stage: {all.numerator:count} steps in {all.denominator:count} open days."
luck = "{all.events:count} of {all.n:count} deals went back a stage: {all.numerator:count} steps in {all.denominator:count} open days."
too_few = "{all.events:count} of {all.n:count} deals went back a stage."
[estimator]
name = "event_rate"
*/
with

steps as (

    select
        opportunity_id,
        count(*) as steps
    from chosen_moves
    where is_backward
    group by opportunity_id

),

deals as (

    select
        chosen_deals_created.opportunity_id,
        chosen_deals_created.cluster_id,
        chosen_deals_created.path_group,
        chosen_deals_created.watched_days,
        chosen_deals_created.period,
        chosen_deals_created.group_name,
        coalesce(steps.steps, 0) as steps
    from chosen_deals_created
    left join steps
        on chosen_deals_created.opportunity_id = steps.opportunity_id
    where
        chosen_deals_created.watched_days > 0
        and not chosen_deals_created.is_born_closed

)

select
    'all' as path_group,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    steps as numerator,
    watched_days as denominator
from deals

union all

select
    path_group,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    steps as numerator,
    watched_days as denominator
from deals
where path_group is not null
