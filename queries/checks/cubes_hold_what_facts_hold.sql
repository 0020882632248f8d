-- A cube is the group-by of its fact: the same number of records, or pages and rows would differ.
with

totals as (

    select
        'lead_counts' as cube,
        (select sum(n) from fct_lead_counts) as fact_records,
        (select sum(n) from cube_lead_counts) as cube_records

    union all

    select
        'lead_steps' as cube,
        (select sum(n) from fct_lead_steps) as fact_records,
        (select sum(n) from cube_lead_steps) as cube_records

    union all

    select
        'verdict_spells' as cube,
        (select sum(n) from fct_verdict_spells) as fact_records,
        (select sum(n) from cube_verdict_spells) as cube_records

)

select
    cube,
    fact_records,
    cube_records
from totals
where coalesce(fact_records, 0) <> coalesce(cube_records, 0)
