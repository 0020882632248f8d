-- One row per deal and recorded type: the one it was created with, then each other one it was saved
-- with. Only where the history of the field reaches back to the deal's creation; nothing where no
-- change of a type was ever recorded, since then nobody knows whether the field is tracked.
with

saves as (

    select
        source_name,
        opportunity_id,
        history_id,
        actor_id,
        old_value,
        new_value,
        changed_at,
        changed_date,
        row_number() over (
            partition by source_name, opportunity_id
            order by
                changed_at,
                history_id
        ) as nth_of_deal
    from raw_salesforce__opportunity_field_history
    where
        field_name = 'Type'
        and not coalesce(is_deleted, false)
        and not coalesce(is_removed, false)

),

history_starts as (

    select
        source_name,
        min(changed_at) as started_at
    from saves
    group by source_name

)

select
    stg_salesforce__opportunities.source_name,
    stg_salesforce__opportunities.opportunity_id,
    cast(null as varchar) as actor_id,
    case
        when saves.opportunity_id is null then stg_salesforce__opportunities.type
        else saves.old_value
    end as type,
    stg_salesforce__opportunities.created_at as changed_at,
    stg_salesforce__opportunities.created_date as changed_date

from stg_salesforce__opportunities

inner join history_starts
    on stg_salesforce__opportunities.source_name = history_starts.source_name

left join saves
    on
        stg_salesforce__opportunities.source_name = saves.source_name
        and stg_salesforce__opportunities.opportunity_id = saves.opportunity_id
        and saves.nth_of_deal = 1

where stg_salesforce__opportunities.created_at >= history_starts.started_at

union all

select
    source_name,
    opportunity_id,
    actor_id,
    new_value as type,
    changed_at,
    changed_date

from saves
