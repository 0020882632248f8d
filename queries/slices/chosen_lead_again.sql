-- The chosen people who entered a step again after the first time, by the month they did; one row a
-- record when records are asked for.
select
    step,
    entered_month,
    is_new_in_month,
    case when $with_records::boolean then person_id end as record_id,
    count(*) as n,
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

from fct_lead_again

where
    ($from_month::date is null or entered_month >= $from_month::date)
    and ($to_month::date is null or entered_month <= $to_month::date)
    and ($to_day::date is null or entered_date <= $to_day::date)
    and ($dim_1::varchar[] is null or list_contains($dim_1::varchar[], dim_1))
    and ($dim_2::varchar[] is null or list_contains($dim_2::varchar[], dim_2))
    and ($dim_3::varchar[] is null or list_contains($dim_3::varchar[], dim_3))
    and ($dim_4::varchar[] is null or list_contains($dim_4::varchar[], dim_4))
    and ($dim_5::varchar[] is null or list_contains($dim_5::varchar[], dim_5))
    and ($dim_6::varchar[] is null or list_contains($dim_6::varchar[], dim_6))
    and ($dim_7::varchar[] is null or list_contains($dim_7::varchar[], dim_7))
    and ($dim_8::varchar[] is null or list_contains($dim_8::varchar[], dim_8))

group by all
