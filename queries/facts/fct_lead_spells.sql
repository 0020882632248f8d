-- view: one row per person and clock; the cube of the same name is its group-by.
-- A clock that has not ended by the as-of date is censored with its age.
with

waiting as (

    select
        person_id,
        waits_from_date,
        first_attempt_date,
        first_conversation_date,
        case when first_fail_date >= waits_from_date then first_fail_date end as fail_after_date,
        case when first_lost_date >= waits_from_date then first_lost_date end as lost_after_date
    from fct_leads

),

clocks as (

    select
        person_id,
        'created_to_mql' as clock,
        created_date as start_date,
        mql_date as end_date,
        'reached' as end_kind
    from fct_leads
    where created_date is not null

    union all

    select
        person_id,
        'created_to_sql' as clock,
        created_date as start_date,
        sql_date as end_date,
        'reached' as end_kind
    from fct_leads
    where created_date is not null

    union all

    select
        person_id,
        'mql_to_sql' as clock,
        mql_date as start_date,
        sql_after_mql_date as end_date,
        'reached' as end_kind
    from fct_leads
    where mql_date is not null

    union all

    select
        person_id,
        'sql_to_deal' as clock,
        sql_date as start_date,
        first_deal_date as end_date,
        'reached' as end_kind
    from fct_leads
    where sql_date is not null

    union all

    select
        person_id,
        'created_to_won' as clock,
        created_date as start_date,
        first_won_date as end_date,
        'won' as end_kind
    from fct_leads
    where created_date is not null

    union all

    -- Being turned away or lost first ends the wait without the contact.
    select
        person_id,
        'hand_raised_to_attempt' as clock,
        waits_from_date as start_date,
        least(first_attempt_date, fail_after_date, lost_after_date) as end_date,
        case
            when first_attempt_date <= coalesce(least(fail_after_date, lost_after_date), first_attempt_date)
                then 'attempt'
            when fail_after_date <= coalesce(lost_after_date, fail_after_date) then 'rejected'
            else 'lost'
        end as end_kind
    from waiting
    where waits_from_date is not null

    union all

    -- Being turned away or lost first ends the wait without the contact.
    select
        person_id,
        'hand_raised_to_conversation' as clock,
        waits_from_date as start_date,
        least(first_conversation_date, fail_after_date, lost_after_date) as end_date,
        case
            when first_conversation_date <= coalesce(least(fail_after_date, lost_after_date), first_conversation_date)
                then 'conversation'
            when fail_after_date <= coalesce(lost_after_date, fail_after_date) then 'rejected'
            else 'lost'
        end as end_kind
    from waiting
    where waits_from_date is not null

)

select
    clocks.clock,
    clocks.person_id as record_id,
    cast(date_trunc('month', clocks.start_date) as date) as start_month,
    fct_leads.source,
    fct_leads.dim_1,
    fct_leads.dim_2,
    fct_leads.dim_3,
    fct_leads.dim_4,
    fct_leads.dim_5,
    fct_leads.dim_6,
    fct_leads.dim_7,
    fct_leads.dim_8,
    case when clocks.end_date is null then 'censored' else clocks.end_kind end as end_kind,
    date_diff('day', clocks.start_date, coalesce(clocks.end_date, clock.as_of_date))
        as elapsed_days,
    cast(1 as bigint) as n

from clocks

cross join clock

inner join fct_leads
    on clocks.person_id = fct_leads.person_id
