-- The chosen people of a month of creation by how they ended within the days the gate is judged by,
-- with the work of sellers on them until then; one row a record when records are asked for. Who has
-- not had the days yet is there too: is_old tells.
with

chosen as (

    select
        person_id,
        created_date,
        created_month,
        first_won_date,
        first_lost_date,
        first_deal_date,
        first_fail_date,
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
        ($from_month::date is null or created_month >= $from_month::date)
        and ($to_month::date is null or created_month <= $to_month::date)
        and ($to_day::date is null or created_date <= $to_day::date)
        and ($dim_1::varchar[] is null or list_contains($dim_1::varchar[], dim_1))
        and ($dim_2::varchar[] is null or list_contains($dim_2::varchar[], dim_2))
        and ($dim_3::varchar[] is null or list_contains($dim_3::varchar[], dim_3))
        and ($dim_4::varchar[] is null or list_contains($dim_4::varchar[], dim_4))
        and ($dim_5::varchar[] is null or list_contains($dim_5::varchar[], dim_5))
        and ($dim_6::varchar[] is null or list_contains($dim_6::varchar[], dim_6))
        and ($dim_7::varchar[] is null or list_contains($dim_7::varchar[], dim_7))
        and ($dim_8::varchar[] is null or list_contains($dim_8::varchar[], dim_8))

),

efforts as (

    select
        chosen.person_id,
        sum(fct_gate_hours.minutes) as minutes,
        sum(fct_gate_hours.untimed_touches) as untimed_touches
    from chosen
    inner join fct_gate_hours
        on chosen.person_id = fct_gate_hours.person_id
    where
        fct_gate_hours.contact_date >= chosen.created_date
        and date_diff('day', chosen.created_date, fct_gate_hours.contact_date)
        <= $gate_horizon_days::integer
    group by chosen.person_id

),

ended as (

    select
        chosen.person_id,
        chosen.group_name,
        date_diff('day', chosen.created_date, clock.as_of_date)
        >= $gate_horizon_days::integer as is_old,
        coalesce(efforts.minutes, 0.0) as minutes,
        coalesce(efforts.untimed_touches, 0) as untimed_touches,
        coalesce(efforts.minutes + efforts.untimed_touches > 0, false) as is_worked,
        case when $grain::varchar = 'month' then chosen.created_month end as period,
        case
            when
                date_diff('day', chosen.created_date, chosen.first_won_date)
                <= $gate_horizon_days::integer
                then 'won'
            when
                date_diff('day', chosen.created_date, chosen.first_lost_date)
                <= $gate_horizon_days::integer
                then 'lost'
            when
                date_diff('day', chosen.created_date, chosen.first_deal_date)
                <= $gate_horizon_days::integer
                then 'open'
            when
                date_diff('day', chosen.created_date, chosen.first_fail_date)
                <= $gate_horizon_days::integer
                then 'sent_away'
            else 'no_deal'
        end as outcome
    from chosen
    cross join clock
    left join efforts
        on chosen.person_id = efforts.person_id

)

select
    period,
    group_name,
    outcome,
    is_old,
    is_worked,
    case when $with_records::boolean then person_id end as record_id,
    count(*) as n,
    sum(minutes) as minutes,
    sum(untimed_touches) as untimed_touches

from ended

group by all
