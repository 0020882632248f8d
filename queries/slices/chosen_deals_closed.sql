-- One row per chosen deal, by the month it was closed. Deals without that month count only when
-- no period is asked for. What a reader may want to know of a deal besides is in fct_deals.
select
    opportunity_id,
    cluster_id,
    account_name,
    outcome,
    path_class,
    source_family,
    sub_origin,
    last_fail_kind,
    last_fail_by,
    last_fail_reason,
    amount_at_creation,
    amount_at_close,
    days_to_close,
    is_first_win_of_account,
    is_turned_away_first,
    is_born_closed,
    is_outside_strict,
    is_outside_ours,
    is_outside_wide,
    created_date,
    closed_date,
    closed_month,
    last_fail_date,
    case when $grain::varchar = 'month' then closed_month end as period,
    case $by::varchar
        when 'dim_1' then dim_1
        when 'dim_2' then dim_2
        when 'dim_3' then dim_3
        when 'dim_4' then dim_4
        when 'dim_5' then dim_5
        when 'dim_6' then dim_6
        when 'dim_7' then dim_7
        when 'dim_8' then dim_8
        when 'path_class' then coalesce(path_class, '(not computable)')
        when 'pipeline' then pipeline
        when 'source' then source
        when 'size_band' then size_band
        else 'All'
    end as group_name

from fct_deals

where
    ($from_month::date is null or closed_month >= $from_month::date)
    and ($to_month::date is null or closed_month <= $to_month::date)
    and ($to_day::date is null or closed_date <= $to_day::date)
    and (is_new_business or not $new_business_only::boolean)
    and ($dim_1::varchar[] is null or list_contains($dim_1::varchar[], dim_1))
    and ($dim_2::varchar[] is null or list_contains($dim_2::varchar[], dim_2))
    and ($dim_3::varchar[] is null or list_contains($dim_3::varchar[], dim_3))
    and ($dim_4::varchar[] is null or list_contains($dim_4::varchar[], dim_4))
    and ($dim_5::varchar[] is null or list_contains($dim_5::varchar[], dim_5))
    and ($dim_6::varchar[] is null or list_contains($dim_6::varchar[], dim_6))
    and ($dim_7::varchar[] is null or list_contains($dim_7::varchar[], dim_7))
    and ($dim_8::varchar[] is null or list_contains($dim_8::varchar[], dim_8))
