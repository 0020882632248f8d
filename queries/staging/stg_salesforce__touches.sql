-- One row per task that was done, meeting that was held and first response to a campaign. What lies
-- after the export's last entry is a plan, and no touch.
with

export_ends as (

    select
        entries.source_name,
        max(entries.entered_at) as ended_at
    from (
        select source_name, created_at as entered_at
        from raw_salesforce__task
        union all
        select source_name, created_at as entered_at
        from raw_salesforce__event
        union all
        select source_name, completed_at as entered_at
        from raw_salesforce__task
        union all
        select source_name, modified_at as entered_at
        from raw_salesforce__opportunity
        union all
        select source_name, modified_at as entered_at
        from raw_salesforce__lead
        union all
        select source_name, modified_at as entered_at
        from raw_salesforce__campaign_member
    ) as entries
    group by entries.source_name

),

done_tasks as (

    select
        source_name,
        touch_id,
        who_id,
        what_id,
        account_id,
        actor_id,
        type,
        coalesce(type, subtype, 'Task') as kind,
        case
            when call_type = 'Inbound' then 'buyer'
            else 'seller'
        end as direction,
        call_seconds,
        cast(null as double) as minutes,
        coalesce(completed_at, activity_at, created_at) as happened_at,
        case
            when completed_at is not null then completed_date
            when activity_at is not null then activity_date
            else created_date
        end as happened_date
    from raw_salesforce__task
    where
        not coalesce(is_deleted, false)
        and not coalesce(is_removed, false)
        and (
            coalesce(is_closed, false)
            or completed_at is not null
            or (is_closed is null and status = 'Completed')
        )

),

held_events as (

    select
        source_name,
        touch_id,
        who_id,
        what_id,
        account_id,
        actor_id,
        type,
        -- An event is held with the other side, whatever its type is called.
        'meeting' as kind,
        'mutual' as direction,
        cast(null as double) as call_seconds,
        minutes,
        coalesce(starts_at, activity_at, created_at) as happened_at,
        case
            when starts_at is not null then starts_date
            when activity_at is not null then activity_date
            else created_date
        end as happened_date
    from raw_salesforce__event
    where
        not coalesce(is_deleted, false)
        and not coalesce(is_removed, false)
        -- The copy of a meeting in the calendar of each further person invited.
        and not coalesce(is_child, false)

),

contacts as (

    select
        done_tasks.source_name,
        done_tasks.touch_id,
        done_tasks.who_id,
        done_tasks.what_id,
        done_tasks.account_id,
        done_tasks.actor_id,
        done_tasks.type,
        done_tasks.kind,
        done_tasks.direction,
        done_tasks.call_seconds,
        done_tasks.minutes,
        done_tasks.happened_at,
        done_tasks.happened_date
    from done_tasks
    union all
    select
        held_events.source_name,
        held_events.touch_id,
        held_events.who_id,
        held_events.what_id,
        held_events.account_id,
        held_events.actor_id,
        held_events.type,
        held_events.kind,
        held_events.direction,
        held_events.call_seconds,
        held_events.minutes,
        held_events.happened_at,
        held_events.happened_date
    from held_events

),

activities as (

    select
        contacts.source_name,
        contacts.touch_id,
        case when contacts.who_id like '00Q%' then contacts.who_id end as lead_id,
        case when contacts.who_id like '003%' then contacts.who_id end as person_id,
        case
            when contacts.what_id like '001%' then contacts.what_id
            else contacts.account_id
        end as account_id,
        case when contacts.what_id like '006%' then contacts.what_id end as opportunity_id,
        contacts.actor_id,
        contacts.type,
        contacts.kind,
        contacts.direction,
        coalesce(contacts.minutes, contacts.call_seconds * 0.016666666666666666) as minutes,
        contacts.happened_at,
        contacts.happened_date
    from contacts
    union all
    -- Who is on a list has done nothing; who responded has.
    select
        raw_salesforce__campaign_member.source_name,
        raw_salesforce__campaign_member.touch_id,
        raw_salesforce__campaign_member.lead_id,
        raw_salesforce__campaign_member.person_id,
        cast(null as varchar) as account_id,
        cast(null as varchar) as opportunity_id,
        cast(null as varchar) as actor_id,
        raw_salesforce__campaign_member.type,
        'campaign response' as kind,
        'buyer' as direction,
        cast(null as double) as minutes,
        raw_salesforce__campaign_member.responded_at as happened_at,
        raw_salesforce__campaign_member.responded_date as happened_date
    from raw_salesforce__campaign_member
    where
        raw_salesforce__campaign_member.has_responded
        and raw_salesforce__campaign_member.responded_at is not null
        and not coalesce(raw_salesforce__campaign_member.is_deleted, false)
        and not coalesce(raw_salesforce__campaign_member.is_removed, false)

)

select
    activities.source_name,
    activities.touch_id,
    activities.lead_id,
    activities.person_id,
    activities.account_id,
    activities.opportunity_id,
    activities.actor_id,
    coalesce(config_touch_types.kind, activities.kind) as kind,
    config_touch_types.type as export_kind,
    config_touch_types.gated as is_gated,
    coalesce(config_touch_types.direction, activities.direction) as direction,
    activities.minutes,
    activities.happened_at as at,
    activities.happened_date as at_date

from activities

inner join export_ends
    on activities.source_name = export_ends.source_name

left join config_touch_types
    on activities.type = config_touch_types.type

where activities.happened_at <= export_ends.ended_at
