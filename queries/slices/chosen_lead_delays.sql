-- The chosen people who wait for us, each followed so many days from their hand-raise: how many
-- hours until somebody tried (null where nobody did), how many of these inside the gate, and what
-- they bought or how they were lost. Who has not had the days yet is there too: is_old tells.
with

chosen as (

    select
        person_id,
        alike,
        source_family,
        score_tenth,
        is_off_hours,
        age_days >= $gate_horizon_days::integer as is_old,
        -- The hour that is full or begun: so a wait stands in the same bin as its minutes.
        case
            when tried_minutes <= $gate_horizon_days::integer * 1440
                then cast(ceil(tried_minutes / 60) as bigint)
        end as tried_hours,
        case
            when tried_minutes <= $gate_horizon_days::integer * 1440
                then cast(ceil(inside_gate_minutes / 60) as bigint)
        end as inside_hours,
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
        end as group_name

    from fct_lead_waits

    where
        ($from_month::date is null or waits_from_month >= $from_month::date)
        and ($to_month::date is null or waits_from_month <= $to_month::date)
        and ($dim_1::varchar[] is null or list_contains($dim_1::varchar[], dim_1))
        and ($dim_2::varchar[] is null or list_contains($dim_2::varchar[], dim_2))
        and ($dim_3::varchar[] is null or list_contains($dim_3::varchar[], dim_3))
        and ($dim_4::varchar[] is null or list_contains($dim_4::varchar[], dim_4))
        and ($dim_5::varchar[] is null or list_contains($dim_5::varchar[], dim_5))
        and ($dim_6::varchar[] is null or list_contains($dim_6::varchar[], dim_6))
        and ($dim_7::varchar[] is null or list_contains($dim_7::varchar[], dim_7))
        and ($dim_8::varchar[] is null or list_contains($dim_8::varchar[], dim_8))

),

ends as (

    select
        person_id,
        max(case when outcome = 'won' then 1 else 0 end) as wins,
        sum(case when outcome = 'won' then coalesce(amount_at_close, 0.0) else 0.0 end) as value,
        max(case when is_lost_to_competitor then 1 else 0 end) as competitor,
        max(case when is_gone_dark then 1 else 0 end) as dark
    from fct_lead_wait_deals
    where
        outcome in ('won', 'lost')
        and closed_days <= $gate_horizon_days::integer
    group by person_id

)

select
    chosen.period,
    chosen.group_name,
    case when $with_records::boolean then chosen.person_id end as record_id,
    chosen.alike,
    chosen.source_family,
    chosen.score_tenth,
    chosen.is_off_hours,
    chosen.is_old,
    chosen.tried_hours,
    chosen.inside_hours,
    count(*) as n,
    cast(sum(coalesce(ends.wins, 0)) as bigint) as wins,
    cast(sum(coalesce(ends.value, 0.0)) as double) as value,
    count(ends.person_id) as closed,
    cast(sum(coalesce(ends.competitor, 0)) as bigint) as competitor,
    cast(sum(coalesce(ends.dark, 0)) as bigint) as dark

from chosen

left join ends
    on chosen.person_id = ends.person_id

group by all
