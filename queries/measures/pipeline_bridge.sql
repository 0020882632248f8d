/*
title = "Pipeline bridge"
question = "What became of the open pipeline in this period?"
definition = "Open at the start, and created, reopened, raised, lowered, won and lost in the period, from recorded history: together what is open at the end. Deals and money; a deal enters with its first recorded amount and leaves with its amount at close. Unexplained is what a deal's recorded history does not account for: zero where the history is complete. A close before the creation counts on the day of creation; a change of an exchange rate counts as raised or lowered."
unit = "money"
school = "both"
shape = "steps"
better = "neither"
dated_by = "deal_changed"
records = "deals"
input = "values"
keys = ["order", "component", "statistic"]
needs = ["opportunities.created_at"]
other_reading = "What was raised and what was created look alike at the end: both are hopes until they are won.{again.details[said]}"
next_step = "Open the unexplained deals first, then the largest that were lowered."
caveats = ["Deals count in the segment, type and size they have now.", "Amounts changed while a deal was closed count when it is reopened."]
[finding]
clear = "Open at the start {open_at_start_deals.value:count}, created {created_deals.value:count}, reopened {reopened_deals.value:count}, won {gone_won.value:count}, lost {gone_lost.value:count}: {open_at_end_deals.value:count} at the end."
luck = "Open at the start {open_at_start_deals.value:count}, created {created_deals.value:count}, won {gone_won.value:count}, lost {gone_lost.value:count}: {open_at_end_deals.value:count} at the end."
too_few = "No deal was open, created or closed in this period."
[estimator]
name = "bridge"
*/
with

events as (

    select
        component,
        opportunity_id,
        cluster_id,
        group_name,
        deals,
        amount
    from chosen_pipeline_changes

    union all

    select
        'open_at_end' as component,
        opportunity_id,
        cluster_id,
        group_name,
        deals,
        amount
    from chosen_pipeline_changes

),

of_deals as (

    select
        component,
        opportunity_id,
        cluster_id,
        group_name,
        sum(deals) as deals,
        sum(amount) as amount
    from events
    group by all

),

ordered as (

    select
        of_deals.*,
        list_position(
            [
                'open_at_start', 'created', 'reopened', 'raised', 'lowered',
                'won', 'lost', 'unexplained', 'open_at_end'
            ],
            component
        ) as place
    from of_deals

)

select
    place as "order",
    component,
    'deals' as statistic,
    cast(null as date) as period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    cast(deals as double) as value
from ordered
where deals <> 0

union all

select
    place as "order",
    component,
    'amount' as statistic,
    cast(null as date) as period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    amount as value
from ordered
where abs(amount) >= 0.005
