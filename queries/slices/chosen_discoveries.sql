-- One row per chosen person who stands turned away and is like somebody who was won later, with why.
select
    record_id,
    lead_id,
    gate,
    fail_kind,
    reason,
    turned_away_date,
    alike,
    alike_won,
    alike_turned_away,
    alike_path_class,
    alike_last_won_date,
    sign_count,
    last_sign_date,
    case when $grain::varchar = 'month' then cast(date_trunc('month', turned_away_date) as date) end
        as period,
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

from fct_discoveries

where
    record_id is not null
    and ($dim_1::varchar[] is null or list_contains($dim_1::varchar[], dim_1))
    and ($dim_2::varchar[] is null or list_contains($dim_2::varchar[], dim_2))
    and ($dim_3::varchar[] is null or list_contains($dim_3::varchar[], dim_3))
    and ($dim_4::varchar[] is null or list_contains($dim_4::varchar[], dim_4))
    and ($dim_5::varchar[] is null or list_contains($dim_5::varchar[], dim_5))
    and ($dim_6::varchar[] is null or list_contains($dim_6::varchar[], dim_6))
    and ($dim_7::varchar[] is null or list_contains($dim_7::varchar[], dim_7))
    and ($dim_8::varchar[] is null or list_contains($dim_8::varchar[], dim_8))
