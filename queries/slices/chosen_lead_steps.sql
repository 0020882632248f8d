-- The chosen people's steps through the funnel, by the month they came in: `strict` entered the
-- step, `reached` entered it or a later one. One row a record when records are asked for.
with

chosen as (

    select
        steps_entered,
        case when $with_records::boolean then record_id end as record_id,
        cast(sum(n) as bigint) as n,
        case when $grain::varchar = 'month' then start_month end as period,
        case $by::varchar
            when 'dim_1' then dim_1
            when 'dim_2' then dim_2
            when 'dim_3' then dim_3
            when 'dim_4' then dim_4
            when 'dim_5' then dim_5
            when 'dim_6' then dim_6
            when 'dim_7' then dim_7
            when 'dim_8' then dim_8
            when 'source' then source
            else 'All'
        end as group_name

    from cube_lead_steps

    where
        ($from_month::date is null or start_month >= $from_month::date)
        and ($to_month::date is null or start_month <= $to_month::date)
        and ($dim_1::varchar[] is null or list_contains($dim_1::varchar[], dim_1))
        and ($dim_2::varchar[] is null or list_contains($dim_2::varchar[], dim_2))
        and ($dim_3::varchar[] is null or list_contains($dim_3::varchar[], dim_3))
        and ($dim_4::varchar[] is null or list_contains($dim_4::varchar[], dim_4))
        and ($dim_5::varchar[] is null or list_contains($dim_5::varchar[], dim_5))
        and ($dim_6::varchar[] is null or list_contains($dim_6::varchar[], dim_6))
        and ($dim_7::varchar[] is null or list_contains($dim_7::varchar[], dim_7))
        and ($dim_8::varchar[] is null or list_contains($dim_8::varchar[], dim_8))

    group by all

),

steps as (

    select
        1 as step_order,
        'lead' as step

    union all

    select
        1 + row_number() over (order by position) as step_order,
        gate as step
    from config_gates
    where before = 'opportunity'

    union all

    select
        1000 as step_order,
        'deal' as step

    union all

    select
        1001 as step_order,
        'won' as step

),

entered as (

    select
        ways.steps_entered,
        steps.step_order,
        steps.step
    from (select distinct steps_entered from chosen) as ways
    cross join steps
    where list_contains(string_split(ways.steps_entered, ' > '), steps.step)

),

furthest as (

    select
        steps_entered,
        max(step_order) as step_order
    from entered
    group by steps_entered

),

readings as (

    select
        steps_entered,
        step_order,
        step,
        'strict' as reading
    from entered

    union all

    select
        furthest.steps_entered,
        steps.step_order,
        steps.step,
        'reached' as reading
    from furthest
    inner join steps
        on steps.step_order <= furthest.step_order

)

select
    readings.step_order,
    readings.step,
    readings.reading,
    chosen.record_id,
    chosen.n,
    chosen.period,
    chosen.group_name

from chosen

inner join readings
    on chosen.steps_entered = readings.steps_entered
