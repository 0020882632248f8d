-- view: read by few facts; keeping it would store every touch twice.
-- One row per touch or held meeting, with the person it was with (null where none is named), and
-- whose it is: the buyer's, a machine's, or ours, by the role of who made it.
-- A held meeting is a conversation: both sides took part.
with

contacts as (

    select
        touches.lead_id,
        touches.person_id,
        touches.opportunity_id,
        touches.kind,
        touches.export_kind,
        touches.direction,
        coalesce(touches.actor_role, users.role) as actor_role,
        coalesce(users.is_integration, false) as is_integration,
        touches.source_name,
        touches.touch_id,
        touches.topic,
        touches.minutes,
        touches.gives_value,
        touches.is_gated,
        touches.at as contact_at,
        touches.at_date as contact_date
    from touches
    left join users
        on touches.actor_id = users.user_id

    union all

    select
        meetings.lead_id,
        meetings.person_id,
        meetings.opportunity_id,
        'meeting' as kind,
        cast(null as varchar) as export_kind,
        'mutual' as direction,
        users.role as actor_role,
        coalesce(users.is_integration, false) as is_integration,
        meetings.source_name,
        cast(null as varchar) as touch_id,
        meetings.purpose as topic,
        meetings.minutes,
        cast(null as boolean) as gives_value,
        cast(null as boolean) as is_gated,
        meetings.held_at as contact_at,
        meetings.held_date as contact_date
    from meetings
    left join users
        on meetings.owner_id = users.user_id
    where meetings.held_at is not null

)

select
    contacts.opportunity_id,
    contacts.kind,
    contacts.export_kind,
    contacts.direction,
    contacts.actor_role,
    case
        when contacts.direction = 'buyer' then 'buyer'
        when contacts.is_integration then 'system'
        when
            lower(contacts.actor_role) like '%marketing%'
            and lower(contacts.actor_role) not like '%sales%'
            then 'marketing'
        when
            lower(contacts.actor_role) like '%sales development%'
            or lower(contacts.actor_role) like '%business development%'
            or lower(contacts.actor_role) like '%lead development%'
            or lower(contacts.actor_role) like '%sdr%'
            or lower(contacts.actor_role) like '%bdr%'
            then 'sales_development'
        else 'seller'
    end as actor_side,
    contacts.source_name,
    contacts.touch_id,
    contacts.topic,
    contacts.minutes,
    contacts.gives_value,
    contacts.is_gated,
    contacts.contact_at,
    contacts.contact_date,
    coalesce(fct_lead_persons.person_id, contacts.person_id) as person_id

from contacts

left join fct_lead_persons
    on contacts.lead_id = fct_lead_persons.lead_id
