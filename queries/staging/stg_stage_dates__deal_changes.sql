-- One row per deal and stage that it entered, known by its day. The name in a heading
-- (1_discovery) is the stage that deals or the config call so: 1-Discovery. A table that has columns of
-- fiscal quarters beside the dates has them of the same days.
with

entries as (

    select
        source_name,
        opportunity_id,
        stage as heading,
        regexp_replace(regexp_replace(lower(stage), '^[0-9]+_', ''), '_date$', '') as plain_name,
        entered_at,
        entered_date
    from raw_stage_dates__opportunity_stage_entries
    where stage not like '%_fiscal_quarter'

),

called as (

    select
        stage,
        regexp_replace(
            lower(regexp_replace(stage, '[^A-Za-z0-9]+', '_', 'g')), '^[0-9]+_', ''
        ) as plain_name,
        1 as place
    from config_stages
    where pipeline = 'default'
    union all
    select distinct
        stage,
        regexp_replace(
            lower(regexp_replace(stage, '[^A-Za-z0-9]+', '_', 'g')), '^[0-9]+_', ''
        ) as plain_name,
        2 as place
    from raw_stage_dates__opportunity

),

names as (

    select
        stage,
        plain_name
    from called
    qualify row_number() over (partition by plain_name order by place, stage) = 1

)

select
    entries.source_name,
    entries.opportunity_id,
    coalesce(names.stage, entries.heading) as stage,
    'date' as date_quality,
    entries.entered_at as changed_at,
    entries.entered_date as changed_date

from entries

left join names
    on entries.plain_name = names.plain_name
