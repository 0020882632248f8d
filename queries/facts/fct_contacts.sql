-- view: read once by each of two facts; keeping it would store every touch twice.
-- One row per touch or held meeting, with the person it was with (null where none is named).
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
    contacts.contact_at,
    contacts.contact_date,
    coalesce(fct_lead_persons.person_id, contacts.person_id) as person_id

from contacts

left join fct_lead_persons
    on contacts.lead_id = fct_lead_persons.lead_id
