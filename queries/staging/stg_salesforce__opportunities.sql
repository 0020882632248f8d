-- One row per deal. CloseDate is a forecast on an open deal and editable on a closed one, so the
-- closing time is that of the last stage change.
-- Where only a record's versions were exported the last of them tells it; a record without one
-- that still holds was deleted.
with

last_versions as (

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
        loss_reason,
        lost_by,
        competitor,
        buyer_stage,
        ability,
        readiness,
        priority,
        risk,
        dim_1,
        dim_2,
        dim_3,
        dim_4,
        dim_5,
        dim_6,
        dim_7,
        dim_8,
        amount,
        is_closed,
        is_won,
        is_deleted,
        is_removed,
        created_at,
        created_date,
        modified_at,
        modified_date,
        stage_changed_at,
        stage_changed_date,
        expected_close_date,
        next_contact_date,
        coalesce(is_current, coalesce(substring(ended_on, 1, 4), '9999') >= '2050') as is_current
    from raw_salesforce__opportunity_version
    qualify
        row_number() over (
            partition by source_name, opportunity_id
            order by started_at desc
        ) = 1

),

records as (

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
        loss_reason,
        lost_by,
        competitor,
        buyer_stage,
        ability,
        readiness,
        priority,
        risk,
        dim_1,
        dim_2,
        dim_3,
        dim_4,
        dim_5,
        dim_6,
        dim_7,
        dim_8,
        amount,
        is_closed,
        is_won,
        is_deleted,
        is_removed,
        created_at,
        created_date,
        modified_at,
        modified_date,
        stage_changed_at,
        stage_changed_date,
        expected_close_date,
        next_contact_date,
        is_current
    from raw_salesforce__opportunity
    union all
    select
        last_versions.source_name,
        last_versions.opportunity_id,
        last_versions.account_id,
        last_versions.lead_id,
        last_versions.owner_id,
        last_versions.pipeline,
        last_versions.stage,
        last_versions.type,
        last_versions.source,
        last_versions.origin,
        last_versions.currency,
        last_versions.loss_reason,
        last_versions.lost_by,
        last_versions.competitor,
        last_versions.buyer_stage,
        last_versions.ability,
        last_versions.readiness,
        last_versions.priority,
        last_versions.risk,
        last_versions.dim_1,
        last_versions.dim_2,
        last_versions.dim_3,
        last_versions.dim_4,
        last_versions.dim_5,
        last_versions.dim_6,
        last_versions.dim_7,
        last_versions.dim_8,
        last_versions.amount,
        last_versions.is_closed,
        last_versions.is_won,
        last_versions.is_deleted,
        last_versions.is_removed,
        last_versions.created_at,
        last_versions.created_date,
        last_versions.modified_at,
        last_versions.modified_date,
        last_versions.stage_changed_at,
        last_versions.stage_changed_date,
        last_versions.expected_close_date,
        last_versions.next_contact_date,
        last_versions.is_current
    from last_versions
    left join raw_salesforce__opportunity
        on
            last_versions.source_name = raw_salesforce__opportunity.source_name
            and last_versions.opportunity_id = raw_salesforce__opportunity.opportunity_id
    where raw_salesforce__opportunity.opportunity_id is null

)

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
    coalesce(is_deleted, false)
    or coalesce(is_removed, false)
    or not coalesce(is_current, true) as is_deleted,
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

from records
