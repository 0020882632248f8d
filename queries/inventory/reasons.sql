-- One row per reason for which rows were put aside; a row may have several.
with

each_reason as (

    select unnest(reasons) as reason
    from quarantine

)

select
    reason,
    count(*) as records

from each_reason

group by reason

order by
    records desc,
    reason
