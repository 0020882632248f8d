-- One row per pipeline and stage that the config does not declare. What the export describes comes
-- first; the role of any other stage is what the deals now in it say: their flags, else probability 1
-- or 0, else a reason for the loss on every one. Open stages are ranked by their place in the pipeline,
-- else by probability, else by how early deals pass them.
with

carried_by_deals as (

    select
        stg_hubspot__opportunities.source_name,
        stg_hubspot__opportunities.pipeline,
        stg_hubspot__opportunities.stage,
        case
            when bool_or(stg_hubspot__opportunities.outcome = 'won') then 'won'
            when bool_or(stg_hubspot__opportunities.outcome = 'lost') then 'lost'
            when bool_or(stg_hubspot__opportunities.outcome = 'open') then 'open'
            when min(raw_hubspot__deal.probability) = 1 then 'won'
            when max(raw_hubspot__deal.probability) = 0 then 'lost'
            when
                max(raw_hubspot__deal.probability) is null
                and count(*) = count(stg_hubspot__opportunities.loss_reason)
                then 'lost'
            else 'open'
        end as role,
        max(raw_hubspot__deal.probability) as probability
    from stg_hubspot__opportunities
    inner join raw_hubspot__deal
        on
            stg_hubspot__opportunities.source_name = raw_hubspot__deal.source_name
            and stg_hubspot__opportunities.opportunity_id = raw_hubspot__deal.opportunity_id
    left join stg_hubspot__stages__labels
        on
            stg_hubspot__opportunities.source_name = stg_hubspot__stages__labels.source_name
            and stg_hubspot__opportunities.pipeline = stg_hubspot__stages__labels.pipeline
            and stg_hubspot__opportunities.stage = stg_hubspot__stages__labels.stage
    where
        stg_hubspot__opportunities.stage is not null
        and stg_hubspot__stages__labels.stage is null
    group by
        stg_hubspot__opportunities.source_name,
        stg_hubspot__opportunities.pipeline,
        stg_hubspot__opportunities.stage

),

entries as (

    select
        stg_hubspot__deal_changes.source_name,
        stg_hubspot__opportunities.pipeline,
        stg_hubspot__deal_changes.stage,
        row_number() over (
            partition by
                stg_hubspot__deal_changes.source_name, stg_hubspot__deal_changes.opportunity_id
            order by stg_hubspot__deal_changes.changed_at, stg_hubspot__deal_changes.stage
        ) as place
    from stg_hubspot__deal_changes
    inner join stg_hubspot__opportunities
        on
            stg_hubspot__deal_changes.source_name = stg_hubspot__opportunities.source_name
            and stg_hubspot__deal_changes.opportunity_id
            = stg_hubspot__opportunities.opportunity_id
    where
        stg_hubspot__deal_changes.stage is not null
        and not stg_hubspot__deal_changes.is_elsewhere

),

places as (

    select
        source_name,
        pipeline,
        stage,
        avg(place) as mean_place
    from entries
    group by source_name, pipeline, stage

),

-- A stage that no deal is in today is open as far as anybody can tell.
left_by_deals as (

    select
        places.source_name,
        places.pipeline,
        places.stage
    from places
    left join stg_hubspot__stages__labels
        on
            places.source_name = stg_hubspot__stages__labels.source_name
            and places.pipeline = stg_hubspot__stages__labels.pipeline
            and places.stage = stg_hubspot__stages__labels.stage
    left join carried_by_deals
        on
            places.source_name = carried_by_deals.source_name
            and places.pipeline = carried_by_deals.pipeline
            and places.stage = carried_by_deals.stage
    where
        stg_hubspot__stages__labels.stage is null
        and carried_by_deals.stage is null

),

all_stages as (

    select
        source_name,
        pipeline,
        stage,
        role,
        display_order,
        probability
    from stg_hubspot__stages__labels
    union all
    select
        source_name,
        pipeline,
        stage,
        role,
        cast(null as bigint) as display_order,
        probability
    from carried_by_deals
    union all
    select
        source_name,
        pipeline,
        stage,
        'open' as role,
        cast(null as bigint) as display_order,
        cast(null as double) as probability
    from left_by_deals

),

undeclared as (

    select
        min(all_stages.source_name) as source_name,
        all_stages.pipeline,
        all_stages.stage,
        case
            when bool_or(all_stages.role = 'won') then 'won'
            when bool_or(all_stages.role = 'lost') then 'lost'
            else 'open'
        end as role,
        max(all_stages.display_order) as display_order,
        max(all_stages.probability) as probability,
        min(places.mean_place) as mean_place
    from all_stages
    left join places
        on
            all_stages.source_name = places.source_name
            and all_stages.pipeline = places.pipeline
            and all_stages.stage = places.stage
    left join config_stages
        on
            all_stages.pipeline = config_stages.pipeline
            and all_stages.stage = config_stages.stage
    where config_stages.stage is null
    group by all_stages.pipeline, all_stages.stage

)

select
    source_name,
    pipeline,
    stage,
    role,
    case
        when role = 'open'
            then
                row_number() over (
                    partition by pipeline, role
                    order by
                        display_order nulls last,
                        probability nulls last,
                        mean_place nulls last,
                        stage
                )
    end as rank,
    probability

from undeclared
