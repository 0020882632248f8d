-- The group-by of fct_lead_spells: additive counts, so that Kaplan-Meier and Aalen-Johansen are
-- exact under any filter. It holds no record.
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
    elapsed_days,
    cast(sum(n) as bigint) as n

from fct_lead_spells

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
    end_kind,
    elapsed_days

order by
    clock,
    start_month
