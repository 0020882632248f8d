-- view: one row per person, step of the funnel and reading. `strict` counts those who entered the
-- step; `reached` also those who entered a later one. The clock is the lead's creation.
with

entered as (

    select
        person_id,
        1 as step_order,
        'lead' as step
    from fct_leads

    union all

    select distinct
        fct_verdicts.person_id,
        2 + fct_verdicts.position as step_order,
        fct_verdicts.gate as step
    from fct_verdicts
    where fct_verdicts.verdict = 'pass'

    union all

    select
        person_id,
        1000 as step_order,
        'deal' as step
    from fct_leads
    where first_deal_date is not null

    union all

    select
        person_id,
        1001 as step_order,
        'won' as step
    from fct_leads
    where first_won_date is not null

),

steps as (

    select
        2 + position as step_order,
        gate as step
    from config_gates
    where before = 'opportunity'

    union all

    select
        1 as step_order,
        'lead' as step

    union all

    select
        1000 as step_order,
        'deal' as step

    union all

    select
        1001 as step_order,
        'won' as step

),

furthest as (

    select
        person_id,
        max(step_order) as step_order
    from entered
    group by person_id

),

counted as (

    select
        person_id,
        step_order,
        step,
        'strict' as reading
    from entered

    union all

    select
        furthest.person_id,
        steps.step_order,
        steps.step,
        'reached' as reading
    from furthest
    inner join steps
        on steps.step_order <= furthest.step_order

)

select
    counted.person_id as record_id,
    cast(date_trunc('month', fct_leads.created_date) as date) as start_month,
    fct_leads.source,
    fct_leads.dim_1,
    fct_leads.dim_2,
    fct_leads.dim_3,
    fct_leads.dim_4,
    fct_leads.dim_5,
    fct_leads.dim_6,
    fct_leads.dim_7,
    fct_leads.dim_8,
    counted.step_order,
    counted.step,
    counted.reading,
    cast(1 as bigint) as n

from counted

inner join fct_leads
    on counted.person_id = fct_leads.person_id
