-- One row per thing a lead did, and per mail that was sent to it; a mail that was skipped was not sent.
-- That it was delivered or came back is told of the same mail, and is no touch of its own.
with

types as (

    select
        1 as type_number,
        'Visit Webpage' as type,
        'web visit' as kind,
        'buyer' as direction
    union all
    select
        2 as type_number,
        'Fill Out Form' as type,
        'form' as kind,
        'buyer' as direction
    union all
    select
        3 as type_number,
        'Click Link' as type,
        'link click' as kind,
        'buyer' as direction
    union all
    select
        6 as type_number,
        'Send Email' as type,
        'email' as kind,
        'seller' as direction
    union all
    select
        10 as type_number,
        'Open Email' as type,
        'email open' as kind,
        'buyer' as direction
    union all
    select
        11 as type_number,
        'Click Email' as type,
        'email click' as kind,
        'buyer' as direction

)

select
    raw_marketo__activity.source_name,
    raw_marketo__activity.touch_id,
    raw_marketo__activity.lead_id,
    case when types.direction = 'seller' then 'marketing' end as actor_role,
    coalesce(config_touch_types.kind, types.kind) as kind,
    config_touch_types.type as export_kind,
    config_touch_types.gated as is_gated,
    coalesce(config_touch_types.direction, types.direction) as direction,
    raw_marketo__activity.happened_at as at,
    raw_marketo__activity.happened_date as at_date

from raw_marketo__activity

inner join types
    on raw_marketo__activity.type_number = types.type_number

left join config_touch_types
    on types.type = config_touch_types.type

where coalesce(raw_marketo__activity.result, '') <> 'skipped'
