/*
title = "Where deals fall silent"
question = "In which stage do deals fall silent?"
definition = "Of the deals created in the period that ever stood in an open stage: those that fell silent there at any time (no sign of life for longer than the stall threshold, 21 days unless the config says otherwise), and of those standing there now, those silent now. First all stages together, then the stages, the one with most silences first."
unit = "share"
school = "value-first"
shape = "breakdown"
better = "lower"
dated_by = "deal_created"
records = "deals"
input = "ratio"
keys = ["order", "stage", "statistic"]
numerator = "deals that fell silent in the stage, or are silent there now"
denominator = "deals that stood in the stage, or stand there now"
needs = ["opportunities.created_at", "deal_changes.stage"]
matures = true
state_now = ["now"]
other_reading = "Early stages see every deal, late ones the few that got there: counts fall by themselves, shares do not."
next_step = "Open the deals of the first stage in the list, and ask what the last sign of life was."
caveats = ["The stage is the one a deal stood in since its last sign.", "Deals that stand in a stage for few days can still fall silent there.", "Born closed deals are left out; parked deals are not silent.", "A deal closed and opened again is taken as open in between; its last close counts."]
[finding]
clear = "{all_ever.events:count} of {all_ever.n:count} deals fell silent at some time, {first_ever.events:count} of them in {first_ever.keys[stage]}."
luck = "{all_ever.events:count} of {all_ever.n:count} deals fell silent at some time, {first_ever.events:count} of them in {first_ever.keys[stage]}."
too_few = "{all_ever.events:count} of {all_ever.n:count} deals fell silent at some time."
none = "No deal fell silent."
[estimator]
name = "share"
*/
with

silent_in as (

    select distinct
        opportunity_id,
        stage
    from chosen_silences
    where threshold = 'own'

),

stays as (

    select
        chosen_stage_spells.opportunity_id,
        chosen_stage_spells.cluster_id,
        chosen_stage_spells.stage_name,
        chosen_stage_spells.period,
        chosen_stage_spells.group_name,
        chosen_deals_created.outcome = 'open'
        and chosen_deals_created.stage = chosen_stage_spells.stage as is_there_now,
        chosen_deals_created.is_silent_now,
        silent_in.stage is not null as was_silent
    from chosen_stage_spells
    inner join chosen_deals_created
        on chosen_stage_spells.opportunity_id = chosen_deals_created.opportunity_id
    left join silent_in
        on
            chosen_stage_spells.opportunity_id = silent_in.opportunity_id
            and chosen_stage_spells.stage = silent_in.stage

),

stages as (

    select
        stage_name,
        row_number() over (
            order by
                count(*) filter (where was_silent) desc,
                stage_name
        ) as place
    from stays
    group by stage_name

),

placed as (

    select
        stages.place,
        stays.stage_name,
        stays.period,
        stays.group_name,
        stays.opportunity_id,
        stays.cluster_id,
        stays.was_silent,
        stays.is_there_now,
        stays.is_silent_now
    from stays
    inner join stages
        on stays.stage_name = stages.stage_name

    union all

    select
        0 as place,
        'all' as stage_name,
        period,
        group_name,
        opportunity_id,
        cluster_id,
        bool_or(was_silent) as was_silent,
        bool_or(is_there_now) as is_there_now,
        bool_or(is_silent_now) as is_silent_now
    from stays
    group by
        period,
        group_name,
        opportunity_id,
        cluster_id

)

select
    place as "order",
    stage_name as stage,
    'ever' as statistic,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    case when was_silent then 1.0 else 0.0 end as numerator,
    1.0 as denominator
from placed

union all

select
    place as "order",
    stage_name as stage,
    'now' as statistic,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    case when is_silent_now then 1.0 else 0.0 end as numerator,
    1.0 as denominator
from placed
where is_there_now
