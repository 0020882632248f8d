-- One row per deal. Its closing date is a forecast while it is open and editable afterwards; the day on
-- which it entered its last stage tells when it ended.
select
    source_name,
    opportunity_id,
    account_id,
    lead_id,
    owner_id,
    synced_opportunity_id,
    merged_into_id,
    pipeline,
    stage,
    type,
    source,
    origin,
    currency,
    case
        when is_won then 'won'
        when is_closed then 'lost'
        when is_won is not null or is_closed is not null then 'open'
    end as outcome,
    loss_reason,
    lost_by,
    competitor,
    buyer_stage,
    ability,
    readiness,
    priority,
    risk,
    date_quality,
    dim_1,
    dim_2,
    dim_3,
    dim_4,
    dim_5,
    dim_6,
    dim_7,
    dim_8,
    amount,
    is_deleted,
    created_at,
    created_date,
    case when date_quality = 'recorded' then created_at end as recorded_at,
    case when date_quality = 'recorded' then created_date end as recorded_date,
    modified_at,
    modified_date,
    expected_close_date,
    next_contact_date

from raw_stage_dates__opportunity
