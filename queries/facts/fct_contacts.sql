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
        touches.direction,
        touches.actor_role,
        touches.at as contact_at,
        touches.at_date as contact_date
    from touches

    union all

    select
        meetings.lead_id,
        meetings.person_id,
        meetings.opportunity_id,
        'meeting' as kind,
        'mutual' as direction,
        cast(null as varchar) as actor_role,
        meetings.held_at as contact_at,
        meetings.held_date as contact_date
    from meetings
    where meetings.held_at is not null

)

select
    contacts.opportunity_id,
    contacts.kind,
    contacts.direction,
    contacts.actor_role,
    contacts.contact_at,
    contacts.contact_date,
    coalesce(fct_lead_persons.person_id, contacts.person_id) as person_id

from contacts

left join fct_lead_persons
    on contacts.lead_id = fct_lead_persons.lead_id
