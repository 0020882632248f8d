-- view: one row per person who waits for us and clock, cheap to work out from fct_leads: until our
-- first attempt, and until the first conversation.
with

clocks as (

    select
        'attempt' as clock,
        person_id as record_id,
        cast(date_trunc('month', waits_from_date) as date) as start_month,
        source,
        dim_1,
        dim_2,
        dim_3,
        dim_4,
        dim_5,
        dim_6,
        dim_7,
        dim_8,
        attempt_kind as end_kind,
        attempt_days as elapsed_days
    from fct_leads
    where waits_from_date is not null

    union all

    select
        'conversation' as clock,
        person_id as record_id,
        cast(date_trunc('month', waits_from_date) as date) as start_month,
        source,
        dim_1,
        dim_2,
        dim_3,
        dim_4,
        dim_5,
        dim_6,
        dim_7,
        dim_8,
        conversation_kind as end_kind,
        conversation_days as elapsed_days
    from fct_leads
    where waits_from_date is not null

)

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
    elapsed_days,
    cast(1 as bigint) as n

from clocks
