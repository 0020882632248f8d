-- One row per save that changed a deal's stage, amount, closing date, probability or type; a null means
-- unchanged. A snapshot tells a deal's whole state, field history has a row per field: where both
-- tell of one save the snapshot rules, and a value that was there before is no change.
with

field_changes as (

    select
        raw_salesforce__opportunity_field_history.source_name,
        raw_salesforce__opportunity_field_history.opportunity_id,
        raw_salesforce__opportunity_field_history.history_id,
        raw_salesforce__opportunity_field_history.actor_id,
        raw_salesforce__opportunity_field_history.field_name,
        raw_salesforce__opportunity_field_history.old_value,
        raw_salesforce__opportunity_field_history.new_value,
        raw_salesforce__opportunity_field_history.changed_at,
        raw_salesforce__opportunity_field_history.changed_date,
        -- Two changes of one field may carry the same second.
        row_number() over (
            partition by
                raw_salesforce__opportunity_field_history.source_name,
                raw_salesforce__opportunity_field_history.opportunity_id,
                raw_salesforce__opportunity_field_history.field_name,
                raw_salesforce__opportunity_field_history.changed_at
            order by raw_salesforce__opportunity_field_history.history_id
        ) as nth_in_second,
        row_number() over (
            partition by
                raw_salesforce__opportunity_field_history.source_name,
                raw_salesforce__opportunity_field_history.opportunity_id,
                raw_salesforce__opportunity_field_history.field_name
            order by
                raw_salesforce__opportunity_field_history.changed_at,
                raw_salesforce__opportunity_field_history.history_id
        ) as nth_of_deal
    from raw_salesforce__opportunity_field_history
    left join (
        select distinct source_name, opportunity_id, changed_at
        from stg_salesforce__deal_changes__snapshots
    ) as saves
        on
            raw_salesforce__opportunity_field_history.source_name = saves.source_name
            and raw_salesforce__opportunity_field_history.opportunity_id
            = saves.opportunity_id
            and raw_salesforce__opportunity_field_history.changed_at = saves.changed_at
    where
        saves.opportunity_id is null
        and not coalesce(raw_salesforce__opportunity_field_history.is_deleted, false)
        and not coalesce(raw_salesforce__opportunity_field_history.is_removed, false)
        and raw_salesforce__opportunity_field_history.field_name
        in ('StageName', 'Amount', 'CloseDate', 'Probability', 'ForecastCategoryName')

),

field_history_starts as (

    select
        source_name,
        min(changed_at) as started_at
    from raw_salesforce__opportunity_field_history
    group by source_name

),

-- What a deal was created with: the value before the first change, else today's. Only where the
-- history reaches back to the creation; before that nobody knows.
first_values as (

    select
        stg_salesforce__opportunities.source_name,
        stg_salesforce__opportunities.opportunity_id,
        stg_salesforce__opportunities.stage as stage_now,
        stg_salesforce__opportunities.amount as amount_now,
        stg_salesforce__opportunities.expected_close_date as close_date_now,
        stg_salesforce__opportunities.created_at,
        stg_salesforce__opportunities.created_date,
        count(*) filter (where field_changes.field_name = 'StageName') as stage_changes,
        count(*) filter (where field_changes.field_name = 'Amount') as amount_changes,
        count(*) filter (where field_changes.field_name = 'CloseDate') as close_date_changes,
        max(field_changes.old_value)
        filter (where field_changes.field_name = 'StageName') as first_stage,
        max(field_changes.old_value)
        filter (where field_changes.field_name = 'Amount') as first_amount,
        max(field_changes.old_value)
        filter (where field_changes.field_name = 'CloseDate') as first_close_date
    from stg_salesforce__opportunities
    inner join field_history_starts
        on stg_salesforce__opportunities.source_name = field_history_starts.source_name
    left join (
        select distinct source_name, opportunity_id from stg_salesforce__deal_changes__snapshots
    ) as seen
        on
            stg_salesforce__opportunities.source_name = seen.source_name
            and stg_salesforce__opportunities.opportunity_id = seen.opportunity_id
    left join field_changes
        on
            stg_salesforce__opportunities.source_name = field_changes.source_name
            and stg_salesforce__opportunities.opportunity_id
            = field_changes.opportunity_id
            and field_changes.nth_of_deal = 1
    where
        seen.opportunity_id is null
        and stg_salesforce__opportunities.created_at >= field_history_starts.started_at
    group by
        stg_salesforce__opportunities.source_name,
        stg_salesforce__opportunities.opportunity_id,
        stg_salesforce__opportunities.stage,
        stg_salesforce__opportunities.amount,
        stg_salesforce__opportunities.expected_close_date,
        stg_salesforce__opportunities.created_at,
        stg_salesforce__opportunities.created_date

),

saves as (

    select
        snapshots.source_name,
        snapshots.opportunity_id,
        snapshots.history_id,
        snapshots.actor_id,
        snapshots.stage,
        snapshots.amount,
        snapshots.expected_close_date,
        snapshots.probability,
        snapshots.forecast_category,
        snapshots.changed_at,
        snapshots.changed_date,
        snapshots.is_baseline
    from stg_salesforce__deal_changes__snapshots as snapshots

    union all

    select
        first_values.source_name,
        first_values.opportunity_id,
        '' as history_id,
        cast(null as varchar) as actor_id,
        case
            when first_values.stage_changes > 0 then first_values.first_stage
            else first_values.stage_now
        end as stage,
        case
            when first_values.amount_changes > 0
                then try_cast(first_values.first_amount as double)
            else first_values.amount_now
        end as amount,
        case
            when first_values.close_date_changes > 0
                then try_cast(substring(first_values.first_close_date, 1, 10) as date)
            else first_values.close_date_now
        end as expected_close_date,
        cast(null as double) as probability,
        cast(null as varchar) as forecast_category,
        first_values.created_at as changed_at,
        first_values.created_date as changed_date,
        false as is_baseline
    from first_values

    union all

    select
        field_changes.source_name,
        field_changes.opportunity_id,
        min(field_changes.history_id) as history_id,
        min(field_changes.actor_id) as actor_id,
        max(field_changes.new_value)
        filter (where field_changes.field_name = 'StageName') as stage,
        max(try_cast(field_changes.new_value as double))
        filter (where field_changes.field_name = 'Amount') as amount,
        max(try_cast(substring(field_changes.new_value, 1, 10) as date))
        filter (where field_changes.field_name = 'CloseDate') as expected_close_date,
        max(try_cast(field_changes.new_value as double))
        filter (where field_changes.field_name = 'Probability') as probability,
        max(field_changes.new_value)
        filter (where field_changes.field_name = 'ForecastCategoryName')
            as forecast_category,
        field_changes.changed_at,
        field_changes.changed_date,
        false as is_baseline
    from field_changes
    group by
        field_changes.source_name,
        field_changes.opportunity_id,
        field_changes.nth_in_second,
        field_changes.changed_at,
        field_changes.changed_date

),

with_values_before as (

    select
        source_name,
        opportunity_id,
        history_id,
        actor_id,
        stage,
        amount,
        expected_close_date,
        probability,
        forecast_category,
        changed_at,
        changed_date,
        is_baseline,
        last_value(stage ignore nulls) over earlier as stage_before,
        last_value(amount ignore nulls) over earlier as amount_before,
        last_value(expected_close_date ignore nulls) over earlier as close_date_before,
        last_value(probability ignore nulls) over earlier as probability_before,
        last_value(forecast_category ignore nulls) over earlier as category_before
    from saves
    window
        earlier as (
            partition by source_name, opportunity_id
            order by changed_at, history_id
            rows between unbounded preceding and 1 preceding
        )

),

changes as (

    select
        source_name,
        opportunity_id,
        actor_id,
        case when coalesce(stage <> stage_before, true) then stage end as stage,
        case when coalesce(amount <> amount_before, true) then amount end as amount,
        case
            when coalesce(expected_close_date <> close_date_before, true)
                then expected_close_date
        end as expected_close_date,
        case
            when coalesce(probability <> probability_before, true) then probability
        end as probability,
        case
            when coalesce(forecast_category <> category_before, true) then forecast_category
        end as forecast_category,
        changed_at,
        changed_date
    from with_values_before
    where not is_baseline

)

select
    source_name,
    opportunity_id,
    actor_id,
    stage,
    forecast_category,
    cast(null as varchar) as type,
    'recorded' as date_quality,
    amount,
    probability,
    changed_at,
    changed_date,
    changed_at as recorded_at,
    changed_date as recorded_date,
    expected_close_date

from changes

where
    stage is not null
    or amount is not null
    or expected_close_date is not null
    or probability is not null
    or forecast_category is not null

union all

select
    source_name,
    opportunity_id,
    actor_id,
    cast(null as varchar) as stage,
    cast(null as varchar) as forecast_category,
    type,
    'recorded' as date_quality,
    cast(null as double) as amount,
    cast(null as double) as probability,
    changed_at,
    changed_date,
    changed_at as recorded_at,
    changed_date as recorded_date,
    cast(null as date) as expected_close_date

from stg_salesforce__deal_changes__types

where type is not null
