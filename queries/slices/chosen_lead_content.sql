-- One row per chosen person by their first piece of content, by its month: gated or open, and what
-- followed within 30 days and within the days the gate is judged by; null for who is younger.
select
    record_id,
    cluster_id,
    stratum,
    case when is_gated then 'gated' else 'open' end as arm,
    case when age_days >= 30 then coalesce(talk_days <= 30, false) end as is_talk,
    case
        when age_days >= $gate_horizon_days::integer
            then coalesce(deal_days <= $gate_horizon_days::integer, false)
    end as is_deal,
    case
        when age_days >= $gate_horizon_days::integer
            then coalesce(won_days <= $gate_horizon_days::integer, false)
    end as is_won,
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

from fct_lead_content

where
    ($from_month::date is null or start_month >= $from_month::date)
    and ($to_month::date is null or start_month <= $to_month::date)
    and ($to_day::date is null or content_date <= $to_day::date)
    and ($dim_1::varchar[] is null or list_contains($dim_1::varchar[], dim_1))
    and ($dim_2::varchar[] is null or list_contains($dim_2::varchar[], dim_2))
    and ($dim_3::varchar[] is null or list_contains($dim_3::varchar[], dim_3))
    and ($dim_4::varchar[] is null or list_contains($dim_4::varchar[], dim_4))
    and ($dim_5::varchar[] is null or list_contains($dim_5::varchar[], dim_5))
    and ($dim_6::varchar[] is null or list_contains($dim_6::varchar[], dim_6))
    and ($dim_7::varchar[] is null or list_contains($dim_7::varchar[], dim_7))
    and ($dim_8::varchar[] is null or list_contains($dim_8::varchar[], dim_8))
