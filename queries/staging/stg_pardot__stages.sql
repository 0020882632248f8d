-- One row per stage that deals stand in and the config does not declare. What a stage means is told by
-- the state of its deals; open stages are ranked by their probability.
with

carried_by_deals as (

    select
        raw_pardot__opportunity.stage,
        min(raw_pardot__opportunity.source_name) as source_name,
        case
            when bool_or(lower(raw_pardot__opportunity.status) = 'won') then 'won'
            when bool_or(lower(raw_pardot__opportunity.status) = 'lost') then 'lost'
            else 'open'
        end as role,
        max(raw_pardot__opportunity.probability) as probability
    from raw_pardot__opportunity
    left join config_stages
        on
            raw_pardot__opportunity.stage = config_stages.stage
            and config_stages.pipeline = 'default'
    where
        raw_pardot__opportunity.stage is not null
        and config_stages.stage is null
    group by raw_pardot__opportunity.stage

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
                    order by probability nulls last, stage
                )
    end as rank,
    probability

from carried_by_deals
