-- One row per chosen first fail verdict, by the month of the verdict.
select
    record_id,
    lead_id,
    gate,
    fail_kind,
    decided_by,
    reason,
    account_name,
    start_month,
    decided_date,
    next_deal_date,
    ended_as,
    minutes,
    untimed_touches,
    end_kind,
    elapsed_days,
    age_days,
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

from fct_verdict_spells

where
    ($from_month::date is null or start_month >= $from_month::date)
    and ($to_month::date is null or start_month <= $to_month::date)
    and ($to_day::date is null or decided_date <= $to_day::date)
    and ($dim_1::varchar[] is null or list_contains($dim_1::varchar[], dim_1))
    and ($dim_2::varchar[] is null or list_contains($dim_2::varchar[], dim_2))
    and ($dim_3::varchar[] is null or list_contains($dim_3::varchar[], dim_3))
    and ($dim_4::varchar[] is null or list_contains($dim_4::varchar[], dim_4))
    and ($dim_5::varchar[] is null or list_contains($dim_5::varchar[], dim_5))
    and ($dim_6::varchar[] is null or list_contains($dim_6::varchar[], dim_6))
    and ($dim_7::varchar[] is null or list_contains($dim_7::varchar[], dim_7))
    and ($dim_8::varchar[] is null or list_contains($dim_8::varchar[], dim_8))
