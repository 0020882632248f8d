-- The group-by of fct_verdict_spells: first fail verdicts and how they ended.
select
    cast(null as varchar) as record_id,
    cast(null as varchar) as cluster_id,
    gate,
    fail_kind,
    decided_by,
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
    elapsed_days,
    cast(sum(n) as bigint) as n

from fct_verdict_spells

group by
    gate,
    fail_kind,
    decided_by,
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
    elapsed_days

order by start_month
