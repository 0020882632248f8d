-- One row per contact with a buyer and person it was with: calls, e-mails, messages, meetings held,
-- tasks done, forms sent and events of marketing e-mails. Its minutes stand in its first row. What lies
-- after the export's last entry is a plan, and no touch.
with

export_ends as (

    select
        entries.source_name,
        max(entries.entered_at) as ended_at
    from (
        select source_name, modified_at as entered_at
        from raw_hubspot__deal
        union all
        select source_name, created_at as entered_at
        from raw_hubspot__deal
        union all
        select source_name, entered_at
        from raw_hubspot__deal_stage
        union all
        select source_name, changed_at as entered_at
        from raw_hubspot__deal_property_history
        union all
        select source_name, modified_at as entered_at
        from raw_hubspot__contact
        union all
        select source_name, created_at as entered_at
        from raw_hubspot__contact
        union all
        select source_name, changed_at as entered_at
        from raw_hubspot__contact_property_history
        union all
        select source_name, created_at as entered_at
        from raw_hubspot__engagement_meeting
        union all
        select source_name, happened_at as entered_at
        from raw_hubspot__email_event
        union all
        select source_name, happened_at as entered_at
        from raw_hubspot__form_submission
    ) as entries
    group by entries.source_name

),

-- The outcome "Connected" of a call has this id in every account: both sides spoke.
calls as (

    select
        source_name,
        engagement_id,
        'CALL' as type,
        'call' as kind,
        case
            when disposition = 'f240bbac-87c9-4f6e-bf70-924b57d47db7' then 'mutual'
            when direction = 'INBOUND' then 'buyer'
            else 'seller'
        end as direction,
        owner_id,
        lead_ids,
        opportunity_ids,
        milliseconds * 0.000016666666666666667 as minutes,
        happened_at,
        happened_date
    from raw_hubspot__engagement_call
    where not coalesce(is_deleted, false)

),

emails as (

    select
        source_name,
        engagement_id,
        coalesce(direction, 'EMAIL') as type,
        'email' as kind,
        case when direction = 'INCOMING_EMAIL' then 'buyer' else 'seller' end as direction,
        owner_id,
        lead_ids,
        opportunity_ids,
        cast(null as double) as minutes,
        happened_at,
        happened_date
    from raw_hubspot__engagement_email
    where not coalesce(is_deleted, false)

),

meetings as (

    select
        source_name,
        engagement_id,
        'MEETING' as type,
        'meeting' as kind,
        'mutual' as direction,
        owner_id,
        lead_ids,
        opportunity_ids,
        cast(date_diff('minute', starts_at, ends_at) as double) as minutes,
        coalesce(starts_at, happened_at) as happened_at,
        coalesce(starts_date, happened_date) as happened_date
    from raw_hubspot__engagement_meeting
    where
        not coalesce(is_deleted, false)
        and coalesce(outcome, '') not in ('CANCELED', 'NO_SHOW', 'RESCHEDULED')

),

tasks as (

    select
        source_name,
        engagement_id,
        'TASK' as type,
        'task' as kind,
        'seller' as direction,
        owner_id,
        lead_ids,
        opportunity_ids,
        cast(null as double) as minutes,
        coalesce(completed_at, happened_at) as happened_at,
        coalesce(completed_date, happened_date) as happened_date
    from raw_hubspot__engagement_task
    where
        not coalesce(is_deleted, false)
        and (completed_at is not null or outcome = 'COMPLETED')

),

messages as (

    select
        source_name,
        engagement_id,
        'COMMUNICATION' as type,
        'message' as kind,
        'seller' as direction,
        owner_id,
        cast(null as varchar) as lead_ids,
        cast(null as varchar) as opportunity_ids,
        cast(null as double) as minutes,
        happened_at,
        happened_date
    from raw_hubspot__engagement_communication
    where not coalesce(is_deleted, false)

),

all_kinds as (

    select *
    from calls
    union all
    select *
    from emails
    union all
    select *
    from meetings
    union all
    select *
    from tasks
    union all
    select *
    from messages

),

engagements as (

    select
        all_kinds.source_name,
        all_kinds.engagement_id,
        all_kinds.type,
        all_kinds.kind,
        all_kinds.direction,
        coalesce(all_kinds.owner_id, raw_hubspot__engagement.owner_id) as actor_id,
        all_kinds.lead_ids,
        all_kinds.opportunity_ids,
        all_kinds.minutes,
        coalesce(all_kinds.happened_at, raw_hubspot__engagement.happened_at) as happened_at,
        coalesce(all_kinds.happened_date, raw_hubspot__engagement.happened_date)
            as happened_date
    from all_kinds
    left join raw_hubspot__engagement
        on
            all_kinds.source_name = raw_hubspot__engagement.source_name
            and all_kinds.engagement_id = raw_hubspot__engagement.engagement_id
    where
        coalesce(raw_hubspot__engagement.is_active, true)
        and not coalesce(raw_hubspot__engagement.is_deleted, false)

),

engagement_leads as (

    select
        source_name,
        engagement_id,
        lead_id
    from raw_hubspot__engagement_contact
    union
    select
        source_name,
        engagement_id,
        unnest(regexp_extract_all(lead_ids, '([0-9A-Za-z-]+)', 1)) as lead_id
    from engagements
    where lead_ids is not null

),

engagement_deals as (

    select
        source_name,
        engagement_id,
        opportunity_id
    from raw_hubspot__engagement_deal
    union
    select
        source_name,
        engagement_id,
        unnest(regexp_extract_all(opportunity_ids, '([0-9A-Za-z-]+)', 1)) as opportunity_id
    from engagements
    where opportunity_ids is not null

),

engagement_accounts as (

    select
        source_name,
        engagement_id,
        min(account_id) as account_id
    from raw_hubspot__engagement_company
    group by source_name, engagement_id

),

with_people as (

    select
        engagements.source_name,
        engagements.engagement_id as touch_id,
        engagement_leads.lead_id,
        engagement_accounts.account_id,
        engagement_deals.opportunity_id,
        engagements.actor_id,
        engagements.type,
        engagements.kind,
        engagements.direction,
        cast(null as varchar) as actor_role,
        case
            when
                row_number() over (
                    partition by engagements.source_name, engagements.engagement_id
                    order by engagement_leads.lead_id, engagement_deals.opportunity_id
                ) = 1
                then engagements.minutes
        end as minutes,
        engagements.happened_at,
        engagements.happened_date
    from engagements
    left join engagement_leads
        on
            engagements.source_name = engagement_leads.source_name
            and engagements.engagement_id = engagement_leads.engagement_id
    left join engagement_deals
        on
            engagements.source_name = engagement_deals.source_name
            and engagements.engagement_id = engagement_deals.engagement_id
    left join engagement_accounts
        on
            engagements.source_name = engagement_accounts.source_name
            and engagements.engagement_id = engagement_accounts.engagement_id

),

people_by_address as (

    select
        source_name,
        email_hash,
        min(lead_id) as lead_id
    from raw_hubspot__contact
    where email_hash is not null
    group by source_name, email_hash

),

all_touches as (

    select
        source_name,
        touch_id,
        lead_id,
        account_id,
        opportunity_id,
        actor_id,
        type,
        kind,
        direction,
        actor_role,
        minutes,
        happened_at,
        happened_date
    from with_people
    union all
    select
        raw_hubspot__form_submission.source_name,
        raw_hubspot__form_submission.submission_id as touch_id,
        raw_hubspot__form_submission.lead_id,
        cast(null as varchar) as account_id,
        cast(null as varchar) as opportunity_id,
        cast(null as varchar) as actor_id,
        coalesce(raw_hubspot__form.name, raw_hubspot__form_submission.title) as type,
        'form' as kind,
        'buyer' as direction,
        cast(null as varchar) as actor_role,
        cast(null as double) as minutes,
        raw_hubspot__form_submission.happened_at,
        raw_hubspot__form_submission.happened_date
    from raw_hubspot__form_submission
    left join raw_hubspot__form
        on
            raw_hubspot__form_submission.source_name = raw_hubspot__form.source_name
            and raw_hubspot__form_submission.form_id = raw_hubspot__form.form_id
    union all
    select
        raw_hubspot__email_event.source_name,
        raw_hubspot__email_event.event_id as touch_id,
        people_by_address.lead_id,
        cast(null as varchar) as account_id,
        cast(null as varchar) as opportunity_id,
        cast(null as varchar) as actor_id,
        raw_hubspot__email_event.type,
        'marketing e-mail' as kind,
        case
            when raw_hubspot__email_event.type in ('CLICK', 'FORWARD', 'PRINT') then 'buyer'
            when raw_hubspot__email_event.type = 'DELIVERED' then 'seller'
        end as direction,
        'marketing' as actor_role,
        cast(null as double) as minutes,
        raw_hubspot__email_event.happened_at,
        raw_hubspot__email_event.happened_date
    from raw_hubspot__email_event
    left join people_by_address
        on
            raw_hubspot__email_event.source_name = people_by_address.source_name
            and raw_hubspot__email_event.recipient_hash = people_by_address.email_hash
    where not coalesce(raw_hubspot__email_event.is_filtered, false)

)

select
    all_touches.source_name,
    all_touches.touch_id,
    all_touches.lead_id,
    all_touches.account_id,
    all_touches.opportunity_id,
    all_touches.actor_id,
    coalesce(config_touch_types.kind, all_touches.kind) as kind,
    config_touch_types.type as export_kind,
    config_touch_types.gated as is_gated,
    coalesce(config_touch_types.direction, all_touches.direction) as direction,
    all_touches.actor_role,
    all_touches.minutes,
    all_touches.happened_at as at,
    all_touches.happened_date as at_date

from all_touches

inner join export_ends
    on all_touches.source_name = export_ends.source_name

left join config_touch_types
    on all_touches.type = config_touch_types.type

where
    all_touches.happened_at <= export_ends.ended_at
    and coalesce(config_touch_types.direction, all_touches.direction) is not null
