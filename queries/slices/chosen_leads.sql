-- The chosen people of any time, by the days on which they came in and entered each step; one row
-- a record when records are asked for. The slices that read it choose the period, each by its clock.
with

chosen as (

    select
        days_id,
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

    from fct_leads

    where
        person_id is not null
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
    fct_lead_days.created_date,
    fct_lead_days.mql_date,
    fct_lead_days.mql_entries,
    fct_lead_days.mql_again_date,
    fct_lead_days.sql_date,
    fct_lead_days.sql_after_mql_date,
    fct_lead_days.sql_after_again_date,
    fct_lead_days.first_deal_date,
    fct_lead_days.first_won_date,
    chosen.record_id,
    chosen.n,
    chosen.group_name

from chosen

inner join fct_lead_days
    on chosen.days_id = fct_lead_days.days_id
