-- One row per key, period and group: the sum of the values. Other columns are keys.
with

chosen as (

    select
        * replace (
            case when $whole then 'All' else cast(group_name as varchar) end as group_name,
            case when not $whole then period end as period
        )
    from folding

)

select
    * exclude (record_id, cluster_id, n, value),
    cast(sum(n) as bigint) as n,
    cast(coalesce(sum(n) filter (where value <> 0), 0) as bigint) as events,
    round(cast(sum(value) as double), 4) as value

from chosen

group by all
