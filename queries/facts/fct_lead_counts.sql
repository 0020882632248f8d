-- view: the clocks of fct_lead_spells that the Overview only counts, without their days.
select
    clock,
    record_id,
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
    n

from fct_lead_spells

where clock in ('mql_to_sql', 'created_to_won')
