-- One row per stage that the config does not declare. Open stages are ranked by their order or,
-- without one, by their probability: lost and parked stages often sort before the first open one.
with

deals as (

    select
        source_name,
        stage,
        stage_order,
        probability,
        is_closed,
        is_won
    from raw_salesforce__opportunity
    union all
    select
        source_name,
        stage,
        stage_order,
        probability,
        is_closed,
        is_won
    from raw_salesforce__opportunity_version

),

-- Deals name a stage by its API name, exports of former times by its label.
described as (

    select
        raw_salesforce__opportunity_stage.source_name,
        coalesce(named.stage, raw_salesforce__opportunity_stage.stage) as stage,
        max(raw_salesforce__opportunity_stage.stage_order) as stage_order,
        max(raw_salesforce__opportunity_stage.probability) as probability,
        bool_or(coalesce(raw_salesforce__opportunity_stage.is_closed, false)) as is_closed,
        bool_or(coalesce(raw_salesforce__opportunity_stage.is_won, false)) as is_won
    from raw_salesforce__opportunity_stage
    left join (
        select distinct source_name, stage from deals
        union
        select distinct source_name, stage from stg_salesforce__deal_changes__snapshots
    ) as named
        on
            raw_salesforce__opportunity_stage.source_name = named.source_name
            and raw_salesforce__opportunity_stage.api_name = named.stage
    group by
        raw_salesforce__opportunity_stage.source_name,
        coalesce(named.stage, raw_salesforce__opportunity_stage.stage)

),

carried_by_deals as (

    select
        deals.source_name,
        deals.stage,
        max(deals.stage_order) as stage_order,
        max(deals.probability) as probability,
        bool_or(coalesce(deals.is_closed, false)) as is_closed,
        bool_or(coalesce(deals.is_won, false)) as is_won
    from deals
    left join described
        on
            deals.source_name = described.source_name
            and deals.stage = described.stage
    where described.stage is null and deals.stage is not null
    group by deals.source_name, deals.stage

),

-- A stage that no deal is in today: what a save in it said of the forecast tells what it is.
left_by_deals as (

    select
        raw_salesforce__opportunity_history.source_name,
        raw_salesforce__opportunity_history.stage,
        max(raw_salesforce__opportunity_history.probability) as probability,
        bool_or(
            coalesce(raw_salesforce__opportunity_history.forecast_category, '')
            in ('Closed', 'Omitted')
        ) as is_closed,
        bool_or(
            coalesce(raw_salesforce__opportunity_history.forecast_category, '') = 'Closed'
        ) as is_won
    from raw_salesforce__opportunity_history
    left join described
        on
            raw_salesforce__opportunity_history.source_name = described.source_name
            and raw_salesforce__opportunity_history.stage = described.stage
    left join carried_by_deals
        on
            raw_salesforce__opportunity_history.source_name
            = carried_by_deals.source_name
            and raw_salesforce__opportunity_history.stage = carried_by_deals.stage
    where
        described.stage is null
        and carried_by_deals.stage is null
        and raw_salesforce__opportunity_history.stage is not null
    group by
        raw_salesforce__opportunity_history.source_name,
        raw_salesforce__opportunity_history.stage

),

all_stages as (

    select
        described.source_name,
        described.stage,
        described.stage_order,
        described.probability,
        described.is_closed,
        described.is_won
    from described
    union all
    select
        carried_by_deals.source_name,
        carried_by_deals.stage,
        carried_by_deals.stage_order,
        carried_by_deals.probability,
        carried_by_deals.is_closed,
        carried_by_deals.is_won
    from carried_by_deals
    union all
    select
        left_by_deals.source_name,
        left_by_deals.stage,
        null as stage_order,
        left_by_deals.probability,
        left_by_deals.is_closed,
        left_by_deals.is_won
    from left_by_deals

),

with_roles as (

    select
        min(all_stages.source_name) as source_name,
        all_stages.stage,
        case
            when bool_or(all_stages.is_won) then 'won'
            when bool_or(all_stages.is_closed) then 'lost'
            else 'open'
        end as role,
        max(all_stages.stage_order) as stage_order,
        max(all_stages.probability) as probability
    from all_stages
    left join config_stages
        on
            all_stages.stage = config_stages.stage
            and config_stages.pipeline = 'default'
    where config_stages.stage is null
    group by all_stages.stage

)

select
    source_name,
    'default' as pipeline,
    stage,
    role,
    case
        when role = 'open'
            then
                row_number() over (
                    partition by role
                    order by stage_order nulls last, probability nulls last, stage
                )
    end as rank,
    probability

from with_roles
