-- One row per dimension and value that any deal or any person has.
with both_facts as (
    select
        dim_1,
        dim_2,
        dim_3,
        dim_4,
        dim_5,
        dim_6,
        dim_7,
        dim_8
    from fct_deals

    union all

    select
        dim_1,
        dim_2,
        dim_3,
        dim_4,
        dim_5,
        dim_6,
        dim_7,
        dim_8
    from fct_leads
)

select distinct
    slot,
    value
from both_facts
unpivot (
    value for slot in (dim_1, dim_2, dim_3, dim_4, dim_5, dim_6, dim_7, dim_8)
)
