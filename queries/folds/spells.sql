-- One row per key, period, group, end and day: how many records ended so. Other columns are keys.
select
    * exclude (record_id, cluster_id, n),
    cast(sum(n) as bigint) as n

from folding

group by all
