-- view: one row per person, with the steps of the funnel they entered.
select
    person_id as record_id,
    created_month as start_month,
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
    cast(1 as bigint) as n

from fct_leads
