-- The group-by of fct_lead_steps: how many people came in in a month and entered which steps.
select
    cast(null as varchar) as record_id,
    start_month,
    source,
    dim_1,
    dim_2,
    dim_3,
    dim_4,
    dim_5,
    dim_6,
    dim_7,
    dim_8,
    steps_entered,
    cast(sum(n) as bigint) as n

from fct_lead_steps

group by
    start_month,
    source,
    dim_1,
    dim_2,
    dim_3,
    dim_4,
    dim_5,
    dim_6,
    dim_7,
    dim_8,
    steps_entered

order by
    start_month
