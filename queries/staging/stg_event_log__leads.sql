-- One row per case: a lead that came in with the first event of the case.
with

cases as (

    select
        raw_event_log__case.*,
        max(created_at) over (partition by source_name, lead_id) as last_at,
        max(created_date) over (partition by source_name, lead_id) as last_date,
        row_number() over (
            partition by source_name, lead_id
            order by created_at, file_row
        ) as nth_event
    from raw_event_log__case

)

select
    source_name,
    lead_id,
    person_id,
    account_id,
    owner_id,
    source,
    self_reported_source,
    dim_1,
    dim_2,
    dim_3,
    dim_4,
    dim_5,
    dim_6,
    dim_7,
    dim_8,
    score,
    let_through_at_random,
    is_deleted,
    created_at,
    created_date,
    last_at as modified_at,
    last_date as modified_date,
    hand_raised_at,
    hand_raised_date

from cases

where nth_event = 1
