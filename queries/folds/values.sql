-- One row per key, period and group: the sum of the values. Other columns are keys.
select
    * exclude (record_id, cluster_id, n, value),
    cast(sum(n) as bigint) as n,
    cast(coalesce(sum(n) filter (where value <> 0), 0) as bigint) as events,
    round(cast(sum(value) as double), 4) as value

from folding

group by all
