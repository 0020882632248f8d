-- One row per stage that the config does not declare. What a stage means is told by the flags of the
-- deals in it, and of one that no deal is in by its column, closed_won or closed_lost; open stages
-- are ranked by the number before their name, and 10 comes after 9.
with

all_stages as (

    select
        source_name,
        stage,
        case
            when is_won then 'won'
            when is_closed then 'lost'
        end as role,
        probability
    from raw_stage_dates__opportunity
    where stage is not null
    union all
    select distinct
        source_name,
        stage,
        cast(null as varchar) as role,
        cast(null as double) as probability
    from stg_stage_dates__deal_changes

),

told as (

    select
        all_stages.stage,
        min(all_stages.source_name) as source_name,
        -- Where deals of one stage disagree, one that was won tells more than one that is closed.
        max(all_stages.role) as role,
        max(all_stages.probability) as probability,
        lower(regexp_replace(all_stages.stage, '[^A-Za-z0-9]+', '_', 'g')) as plain_name
    from all_stages
    left join config_stages
        on
            all_stages.stage = config_stages.stage
            and config_stages.pipeline = 'default'
    where config_stages.stage is null
    group by all_stages.stage

),

with_roles as (

    select
        source_name,
        stage,
        coalesce(
            role,
            case
                when plain_name like '%closed_won' then 'won'
                when plain_name like '%closed_lost' then 'lost'
            end,
            'open'
        ) as role,
        probability,
        try_cast(regexp_extract(stage, '^([0-9]+)', 1) as bigint) as stage_number
    from told

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
                    order by stage_number nulls last, probability nulls last, stage
                )
    end as rank,
    probability

from with_roles
