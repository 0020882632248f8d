-- One row per key, period, group, end and day: how many records ended so. Other columns are keys.
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
    * exclude (record_id, cluster_id, n),
    cast(sum(n) as bigint) as n

from chosen

group by all
