-- One row per thing a prospect did, and per mail that was sent to it. Types that are no contact are
-- left out: states of deals, mails that came back, wishes to get no more mail.
with

types as (

    select
        1 as type_number,
        'Click' as type,
        'click' as kind,
        'buyer' as direction
    union all
    select
        2 as type_number,
        'View' as type,
        'web visit' as kind,
        'buyer' as direction
    union all
    select
        4 as type_number,
        'Success' as type,
        'form' as kind,
        'buyer' as direction
    union all
    select
        6 as type_number,
        'Sent' as type,
        'email' as kind,
        'seller' as direction
    union all
    select
        7 as type_number,
        'Search' as type,
        'search' as kind,
        'buyer' as direction
    union all
    select
        11 as type_number,
        'Open' as type,
        'email open' as kind,
        'buyer' as direction
    union all
    select
        17 as type_number,
        'Third Party Click' as type,
        'click' as kind,
        'buyer' as direction
    union all
    select
        20 as type_number,
        'Visit' as type,
        'web visit' as kind,
        'buyer' as direction
    union all
    select
        21 as type_number,
        'Custom URL Click' as type,
        'click' as kind,
        'buyer' as direction
    union all
    select
        22 as type_number,
        'Chat' as type,
        'chat' as kind,
        'mutual' as direction
    union all
    select
        24 as type_number,
        'Attended Webinar' as type,
        'webinar' as kind,
        'buyer' as direction
    union all
    select
        25 as type_number,
        'Registered for Webinar' as type,
        'webinar registration' as kind,
        'buyer' as direction
    union all
    select
        26 as type_number,
        'Social Post Click' as type,
        'click' as kind,
        'buyer' as direction
    union all
    select
        27 as type_number,
        'Video View' as type,
        'video' as kind,
        'buyer' as direction
    union all
    select
        28 as type_number,
        'Event Registered' as type,
        'event registration' as kind,
        'buyer' as direction
    union all
    select
        29 as type_number,
        'Event Checked In' as type,
        'event' as kind,
        'buyer' as direction
    union all
    select
        30 as type_number,
        'Video Conversion' as type,
        'form' as kind,
        'buyer' as direction
    union all
    select
        34 as type_number,
        'Video Watched' as type,
        'video' as kind,
        'buyer' as direction

)

select
    raw_pardot__visitor_activity.source_name,
    raw_pardot__visitor_activity.touch_id,
    raw_pardot__visitor_activity.lead_id,
    case when types.direction = 'seller' then 'marketing' end as actor_role,
    coalesce(config_touch_types.kind, types.kind) as kind,
    config_touch_types.type as export_kind,
    config_touch_types.gated as is_gated,
    coalesce(config_touch_types.direction, types.direction) as direction,
    raw_pardot__visitor_activity.happened_at as at,
    raw_pardot__visitor_activity.happened_date as at_date

from raw_pardot__visitor_activity

inner join types
    on raw_pardot__visitor_activity.type_number = types.type_number

left join config_touch_types
    on types.type = config_touch_types.type

-- A visitor whom nobody knows yet is in touch with no one.
where raw_pardot__visitor_activity.lead_id is not null
