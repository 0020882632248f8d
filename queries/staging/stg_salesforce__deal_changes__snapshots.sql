-- view: one row per save that tells a deal's whole state, by the history object or, where a deal has
-- none there, by the versions of its record. The first version tells what a deal was created with
-- if it began on the day of the creation; a later one only what the next one is compared with.
with

snapshots as (

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
        changed_date
    from raw_salesforce__opportunity_history
    where not coalesce(is_deleted, false) and not coalesce(is_removed, false)

),

versions as (

    select
        raw_salesforce__opportunity_version.source_name,
        raw_salesforce__opportunity_version.opportunity_id,
        raw_salesforce__opportunity_version.actor_id,
        raw_salesforce__opportunity_version.stage,
        raw_salesforce__opportunity_version.amount,
        raw_salesforce__opportunity_version.expected_close_date,
        raw_salesforce__opportunity_version.probability,
        raw_salesforce__opportunity_version.forecast_category,
        raw_salesforce__opportunity_version.created_date,
        raw_salesforce__opportunity_version.started_at,
        raw_salesforce__opportunity_version.started_date,
        row_number() over (
            partition by
                raw_salesforce__opportunity_version.source_name,
                raw_salesforce__opportunity_version.opportunity_id
            order by raw_salesforce__opportunity_version.started_at
        ) as nth
    from raw_salesforce__opportunity_version
    left join (select distinct source_name, opportunity_id from snapshots) as seen
        on
            raw_salesforce__opportunity_version.source_name = seen.source_name
            and raw_salesforce__opportunity_version.opportunity_id = seen.opportunity_id
    where seen.opportunity_id is null

)

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
    false as is_baseline
from snapshots

union all

select
    versions.source_name,
    versions.opportunity_id,
    '' as history_id,
    versions.actor_id,
    versions.stage,
    versions.amount,
    versions.expected_close_date,
    versions.probability,
    versions.forecast_category,
    versions.started_at as changed_at,
    versions.started_date as changed_date,
    versions.nth = 1
    and coalesce(versions.started_date > versions.created_date, true) as is_baseline
from versions
