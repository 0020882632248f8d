-- One row per key, period, group, cause and day: over accounts with several records the sums of
-- squares from which the design effect of the plain share that ended so by that day follows. An
-- account with one record adds the same to each sum. Other columns are keys.
with

causes as (

    select unnest(cast($causes as varchar[])) as asked_cause

),

asked_days as (

    select unnest(cast($days as integer[])) as asked_day

),

-- Cubes hold no records, but how many there are.
several as (

    select cluster_id
    from folding
    where cluster_id is not null
    group by cluster_id
    having
        sum(n) > 1
        and coalesce(min(record_id) <> max(record_id), true)

),

clusters as (

    select
        * exclude (record_id, n, end_kind, elapsed_days),
        sum(n) as members,
        coalesce(
            sum(n) filter (where end_kind = asked_cause and elapsed_days <= asked_day), 0
        ) as events
    from folding
    cross join causes
    cross join asked_days
    where cluster_id in (select several.cluster_id from several)
    group by all

)

select
    * exclude (cluster_id, members, events),
    cast(sum(members) as double) as n,
    cast(sum(events) as double) as events,
    cast(sum(events * events) as double) as sum_yy,
    cast(sum(events * members) as double) as sum_ym,
    cast(sum(members * members) as double) as sum_mm

from clusters

group by all
