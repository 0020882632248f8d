-- The chosen accounts that nobody ever judged, by month and kind: how many there were, and how many won
-- a deal created in the 365 days from it.
select
    start_month,
    stratum,
    cast(sum(others) as bigint) as others,
    cast(sum(others_won) as bigint) as others_won,
    cast(sum(others_with_deal) as bigint) as others_with_deal

from fct_account_windows

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
