/*
title = "The as-of date comes from a few rows far later than all others"
table = "clock"
severity = "warning"
mend = "Correct or leave out these rows, or set as_of in gatecost.toml: every clock ends on that day."
*/
with

-- One row per day on which anything was recorded.
days as (

    select
        created_date as day,
        count(*) as events
    from leads
    group by created_date

    union all

    select
        decided_date as day,
        count(*) as events
    from gate_decisions
    group by decided_date

    union all

    select
        created_date as day,
        count(*) as events
    from opportunities
    group by created_date

    union all

    select
        changed_date as day,
        count(*) as events
    from deal_changes
    group by changed_date

    union all

    select
        at_date as day,
        count(*) as events
    from touches
    group by at_date

),

by_day as (

    select
        day,
        sum(events) as events,
        lag(day) over (order by day) as day_before
    from days
    where day is not null
    group by day

)

select
    cast(by_day.day as varchar) as record_id,
    by_day.events || ' rows on it, and the day before them is ' || by_day.day_before as detail

from by_day

cross join clock

where
    by_day.day <= clock.as_of_date
    and by_day.day > clock.as_of_date - interval 60 day
    and by_day.day_before < by_day.day - interval 60 day
