-- How long the chosen people who wait for us were inside the gate, and how long they waited for
-- somebody who can help, by end and day and by the month the wait began. No rows of the gate where
-- no gate ever decided. One row a record when records are asked for.
with

chosen as (

    select
        case when $with_records::boolean then person_id end as record_id,
        let_go_kind,
        let_go_days,
        helper_kind,
        helper_days,
        has_gate_decisions,
        case when $grain::varchar = 'month' then waits_from_month end as period,
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
        end as group_name,
        count(*) as n

    from fct_lead_waits

    where
        ($from_month::date is null or waits_from_month >= $from_month::date)
        and ($to_month::date is null or waits_from_month <= $to_month::date)
        and ($to_day::date is null or waits_from_date <= $to_day::date)
        and ($dim_1::varchar[] is null or list_contains($dim_1::varchar[], dim_1))
        and ($dim_2::varchar[] is null or list_contains($dim_2::varchar[], dim_2))
        and ($dim_3::varchar[] is null or list_contains($dim_3::varchar[], dim_3))
        and ($dim_4::varchar[] is null or list_contains($dim_4::varchar[], dim_4))
        and ($dim_5::varchar[] is null or list_contains($dim_5::varchar[], dim_5))
        and ($dim_6::varchar[] is null or list_contains($dim_6::varchar[], dim_6))
        and ($dim_7::varchar[] is null or list_contains($dim_7::varchar[], dim_7))
        and ($dim_8::varchar[] is null or list_contains($dim_8::varchar[], dim_8))

    group by all

)

select
    'inside_gate' as clock,
    record_id,
    let_go_kind as end_kind,
    let_go_days as elapsed_days,
    period,
    group_name,
    cast(sum(n) as bigint) as n
from chosen
where has_gate_decisions
group by all

union all

select
    'helper' as clock,
    record_id,
    helper_kind as end_kind,
    helper_days as elapsed_days,
    period,
    group_name,
    cast(sum(n) as bigint) as n
from chosen
group by all
