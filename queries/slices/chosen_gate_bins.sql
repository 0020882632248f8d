-- The chosen people with a score at their landmark, counted by score and by what became of them: all
-- that is asked of the line, in one table that does not grow with the leads; one row a record when
-- records are asked for. Who has not had the days yet is there too: is_old tells.
with

chosen as (

    select
        *,
        age_days >= $gate_horizon_days::integer as is_old,
        coalesce(passed_days <= $gate_horizon_days::integer, false) as is_passed,
        coalesce(worked_days <= $gate_horizon_days::integer, false) as is_worked,
        coalesce(deal_days <= $gate_horizon_days::integer, false) as has_deal,
        case when $grain::varchar = 'month' then landmark_month end as period,
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

    from fct_gate_leads

    where
        ($from_month::date is null or landmark_month >= $from_month::date)
        and ($to_month::date is null or landmark_month <= $to_month::date)
        and ($dim_1::varchar[] is null or list_contains($dim_1::varchar[], dim_1))
        and ($dim_2::varchar[] is null or list_contains($dim_2::varchar[], dim_2))
        and ($dim_3::varchar[] is null or list_contains($dim_3::varchar[], dim_3))
        and ($dim_4::varchar[] is null or list_contains($dim_4::varchar[], dim_4))
        and ($dim_5::varchar[] is null or list_contains($dim_5::varchar[], dim_5))
        and ($dim_6::varchar[] is null or list_contains($dim_6::varchar[], dim_6))
        and ($dim_7::varchar[] is null or list_contains($dim_7::varchar[], dim_7))
        and ($dim_8::varchar[] is null or list_contains($dim_8::varchar[], dim_8))

),

wins as (

    select
        fct_gate_wins.person_id,
        count(*) as deals_won,
        sum(coalesce(fct_gate_wins.amount, 0.0)) as value
    from fct_gate_wins
    where fct_gate_wins.won_days <= $gate_horizon_days::integer
    group by fct_gate_wins.person_id

),

-- Few large deals would rule every mean: beside it stands the value cut at the 99th of a hundred.
most as (

    select quantile_disc(wins.value, 0.99) as value
    from chosen
    inner join wins
        on chosen.person_id = wins.person_id
    where chosen.is_old

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
        date_diff('day', chosen.landmark_date, fct_gate_hours.contact_date)
        between 0 and $gate_horizon_days::integer
    group by chosen.person_id

)

select
    chosen.period,
    chosen.group_name,
    case when $with_records::boolean then chosen.person_id end as record_id,
    case when $with_records::boolean then chosen.cluster_id end as cluster_id,
    chosen.gate,
    chosen.regime,
    chosen.score,
    chosen.threshold,
    chosen.distance,
    chosen.source,
    chosen.segment,
    chosen.is_offered,
    chosen.is_passed,
    chosen.is_worked,
    chosen.let_through_at_random,
    chosen.is_hand_raised,
    chosen.readiness,
    chosen.is_old,
    count(*) as n,
    count(wins.person_id) as wins,
    cast(sum(coalesce(wins.deals_won, 0)) as bigint) as deals_won,
    count(*) filter (where wins.value > 0) as events,
    sum(coalesce(wins.value, 0.0)) as value,
    sum(coalesce(wins.value, 0.0) * coalesce(wins.value, 0.0)) as value_squares,
    sum(least(coalesce(wins.value, 0.0), most.value)) as value_capped,
    sum(
        least(coalesce(wins.value, 0.0), most.value)
        * least(coalesce(wins.value, 0.0), most.value)
    ) as value_capped_squares,
    count(*) filter (where chosen.has_deal) as people_with_deal,
    sum(coalesce(efforts.minutes, 0.0)) as minutes,
    cast(sum(coalesce(efforts.untimed_touches, 0)) as bigint) as untimed_touches,
    sum(case when wins.person_id is null then coalesce(efforts.minutes, 0.0) else 0.0 end)
        as minutes_without_win,
    cast(
        sum(case when wins.person_id is null then coalesce(efforts.untimed_touches, 0) else 0 end)
        as bigint
    ) as untimed_without_win,
    min(chosen.landmark_date) as first_date,
    max(chosen.landmark_date) as last_date

from chosen

cross join most

left join wins
    on chosen.person_id = wins.person_id

left join efforts
    on chosen.person_id = efforts.person_id

group by all
