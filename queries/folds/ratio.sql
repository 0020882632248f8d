-- One row per key, period and group of a ratio: its sums, and over accounts the sums of squares
-- from which the design effect follows. A column that is not named here is a key.
with

clusters as (

    select
        * exclude (record_id, n, numerator, denominator),
        sum(n) as n,
        sum(n) filter (where numerator <> 0) as events,
        sum(cast(numerator as double)) as numerator,
        sum(cast(denominator as double)) as denominator,
        sum(cast(denominator as double) * denominator) as squares
    from folding
    group by all

)

-- Sums of money are rounded, for their last digits depend on the order of adding.
select
    * exclude (cluster_id, n, events, numerator, denominator, squares),
    cast(sum(n) as bigint) as n,
    cast(coalesce(sum(events), 0) as bigint) as events,
    round(sum(numerator), 4) as numerator,
    round(sum(denominator), 4) as denominator,
    sum(squares) as squares,
    count(cluster_id) as clusters,
    sum(numerator * numerator) as sum_yy,
    sum(numerator * denominator) as sum_ym,
    sum(denominator * denominator) as sum_mm

from clusters

group by all
