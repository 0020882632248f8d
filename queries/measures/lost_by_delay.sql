/*
title = "Lost by wait"
question = "Do slow answers end with a competitor, or in silence?"
definition = "Of those who raised their hand in the period and had a deal closed in the days that a lead is followed, how many lost one to a competitor (the record names one, or its reason does), and how many lost one that went dark (the reason says so, or it had shown no sign of life for as long as the config calls silent), by the time until one of us first tried to reach them."
unit = "share"
school = "value-first"
shape = "breakdown"
better = "lower"
dated_by = "hand_raised"
period_shift_months = -12
records = "leads"
input = "ratio"
keys = ["wait", "statistic"]
numerator = "people with a deal lost to a competitor, or gone dark"
denominator = "people with a deal that closed"
needs = ["leads.created_at", "touches.direction", "opportunities.created_at", "opportunities.competitor | opportunities.loss_reason"]
other_reading = "Who compares offers may ask late and everywhere at once: then competitor and wait have the same root."
next_step = "Read ten lost after more than five days: who was quicker?"
caveats = ["Sellers write down a competitor when they know of one.", "Of those who wait longer fewer have a deal at all; those without one are not in it.", "Who asked too lately to have had those days is left out.", "Where no export records hand-raises, the wait begins when the lead was created."]
[sides]
sales = "Some buyers compare, whenever we call: {within_a_day_lost_to_competitor.events:count} of {within_a_day_lost_to_competitor.n:count} went there when tried within a day, {after_five_days_lost_to_competitor.events:count} of {after_five_days_lost_to_competitor.n:count} after more than five days."
marketing = "They asked us and asked others: {within_a_day_lost_to_competitor.events:count} of {within_a_day_lost_to_competitor.n:count} went elsewhere when tried within a day, {after_five_days_lost_to_competitor.events:count} of {after_five_days_lost_to_competitor.n:count} after more than five days."
[finding]
clear = "Of those tried within a day {within_a_day_lost_to_competitor.value:in100} in 100 went to a competitor and {within_a_day_went_dark.value:in100} went dark; of those tried after more than five days {after_five_days_lost_to_competitor.value:in100} and {after_five_days_went_dark.value:in100}."
luck = "No clear difference: of those tried within a day {within_a_day_lost_to_competitor.value:in100} in 100 went to a competitor, of those tried after more than five days {after_five_days_lost_to_competitor.value:in100}."
too_few = "Too few had a deal closed to compare: {within_a_day_lost_to_competitor.n:count} tried within a day, {after_five_days_lost_to_competitor.n:count} after more than five days."
compare = ["within_a_day_lost_to_competitor", "after_five_days_lost_to_competitor"]
[estimator]
name = "share"
*/
with

closed as (

    select
        period,
        group_name,
        record_id,
        closed,
        competitor,
        dark,
        case
            when tried_hours <= 24 then 'within_a_day'
            when tried_hours <= 120 then 'one_to_five_days'
            else 'after_five_days'
        end as wait
    from chosen_lead_delays
    where
        is_old
        and tried_hours is not null

),

-- Those who lost a deal so, and those who did not.
told as (

    select
        *,
        'lost_to_competitor' as statistic,
        competitor as n,
        competitor as numerator
    from closed

    union all

    select
        *,
        'lost_to_competitor' as statistic,
        closed - competitor as n,
        0 as numerator
    from closed

    union all

    select
        *,
        'went_dark' as statistic,
        dark as n,
        dark as numerator
    from closed

    union all

    select
        *,
        'went_dark' as statistic,
        closed - dark as n,
        0 as numerator
    from closed

)

select
    wait,
    statistic,
    period,
    group_name,
    record_id,
    cast(null as varchar) as cluster_id,
    n,
    numerator,
    n as denominator

from told

where n > 0
