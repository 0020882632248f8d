-- The group-by of fct_lead_counts: how many people began a clock in a month, and how many ended it.
select
    clock,
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
    end_kind,
    cast(sum(n) as bigint) as n

from fct_lead_counts

group by
    clock,
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
    end_kind

order by
    clock,
    start_month
