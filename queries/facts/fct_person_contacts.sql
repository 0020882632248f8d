-- One row per person who came in as a lead and was contacted: the first attempt of ours and the
-- first conversation, from the hand-raise on; from the lead's creation where no export records
-- hand-raises.
with

starts as (

    select
        fct_persons.person_id,
        case
            when recorded.hand_raises > 0 then fct_persons.hand_raised_at
            else fct_persons.created_at
        end as waits_from_at
    from fct_persons
    cross join (
        select count(hand_raised_at) as hand_raises
        from fct_persons
    ) as recorded

)

select
    starts.person_id,
    min(fct_contacts.contact_date) filter (where fct_contacts.direction in ('seller', 'mutual'))
        as first_attempt_date,
    min(fct_contacts.contact_date) filter (where fct_contacts.direction = 'mutual')
        as first_conversation_date

from starts

inner join fct_contacts
    on starts.person_id = fct_contacts.person_id

where
    fct_contacts.contact_at >= starts.waits_from_at
    and fct_contacts.direction in ('seller', 'mutual')

group by starts.person_id
