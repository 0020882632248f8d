/*
title = "Stages that have no role"
table = "stages"
severity = "warning"
mend = "Add a [[stage]] with pipeline, stage, role and rank to gatecost.toml."
*/
with

-- One row per deal and stage in which it stands or stood.
stages_of_deals as (

    select
        pipeline,
        stage,
        opportunity_id
    from opportunities
    where stage is not null

    union

    select
        opportunities.pipeline,
        deal_changes.stage,
        deal_changes.opportunity_id
    from deal_changes
    inner join opportunities
        on deal_changes.opportunity_id = opportunities.opportunity_id
    where deal_changes.stage is not null

)

select
    stages_of_deals.stage as record_id,
    stages_of_deals.pipeline as other_id,
    count(*) || ' deals stand or stood in it' as detail

from stages_of_deals

left join stages
    on
        stages_of_deals.pipeline = stages.pipeline
        and stages_of_deals.stage = stages.stage

where stages.stage is null

group by stages_of_deals.stage, stages_of_deals.pipeline
