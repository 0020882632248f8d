-- One row per hour: how many times fall in it, and how many on its first second. Midnights of
-- another zone stand out. Columns that hold days only are left out.
with

moments as (

    select
        'deal closed' as kind,
        closed_at as moment
    from opportunities
    where closed_at is not null
    union all
    select
        'deal created' as kind,
        created_at as moment
    from opportunities
    where created_at is not null
    union all
    select
        'lead created' as kind,
        created_at as moment
    from leads
    where created_at is not null

),

with_times as (

    select kind
    from moments
    where hour(moment) <> 0 or minute(moment) <> 0 or second(moment) <> 0
    group by kind

)

select
    hour(moments.moment) as hour_of_day,
    count(*) filter (where minute(moments.moment) = 0 and second(moments.moment) = 0)
        as on_the_hour,
    count(*) as times

from moments

inner join with_times
    on moments.kind = with_times.kind

group by hour_of_day

order by hour_of_day
