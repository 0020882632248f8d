-- One row per deal. CloseDate is a forecast on an open deal and editable on a closed one, so the
-- closing time is that of the last stage change.
select
    source_name,
    opportunity_id,
    account_id,
    lead_id,
    owner_id,
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
    'recorded' as date_quality,
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
    created_at as recorded_at,
    created_date as recorded_date,
    modified_at,
    modified_date,
    case when is_won or is_closed then stage_changed_at end as closed_at,
    case when is_won or is_closed then stage_changed_date end as closed_date,
    expected_close_date,
    next_contact_date

from raw_salesforce__opportunity
