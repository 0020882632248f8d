/*
title = "Steps forward in 30 open days"
question = "How fast do deals move?"
definition = "Steps forward of the deals created in the period, for every 30 days that these deals were open: all steps over all open days, so a long quiet deal weighs as much as it lasted. Winning is a step. By the path the deals came."
unit = "rate"
school = "value-first"
shape = "breakdown"
better = "higher"
dated_by = "deal_created"
records = "deals"
input = "ratio"
keys = ["path_group"]
numerator = "steps forward"
denominator = "days these deals were open"
twin = "activity_ratio"
needs = ["opportunities.created_at", "deal_changes.stage"]
matures = true
other_reading = "A pipeline of many small stages offers more steps to take: compare within one pipeline."
next_step = "Open the deals that have taken a step, and see whether the buyer or the calendar moved them."
caveats = ["A step counts once a day, above the deal's own highest stage, held for three days or won, and not in a bulk edit.", "Born closed deals are left out; so are the last three days, since a step must hold.", "A deal closed and opened again is taken as open in between; its last close counts."]
[finding]
clear = "A deal takes {all.value:rate} steps forward in 30 open days ({all.low:rate} to {all.high:rate})."
luck = "A deal takes {all.value:rate} steps forward in 30 open days ({all.low:rate} to {all.high:rate})."
too_few = "{all.numerator:count} steps forward in {all.denominator:count} open days of {all.n:count} deals."
[estimator]
name = "event_rate"
*/
with

steps as (

    select
        opportunity_id,
        count(*) as steps
    from chosen_moves
    where is_forward
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
