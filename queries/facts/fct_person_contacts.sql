-- One row per person who came in as a lead: since which day they wait for us (their hand-raise;
-- their creation where no export records hand-raises), the first attempt and conversation on or
-- after it, and the first of each since they came in, whether they asked or not. Days alone count:
-- many contacts are known by their day only.
with

recorded as (

    select count(hand_raised_date) as hand_raises
    from fct_persons

),

starts as (

    select
        fct_persons.person_id,
        fct_persons.created_date,
        case
            when recorded.hand_raises > 0 then fct_persons.hand_raised_date
            else fct_persons.created_date
        end as waits_from_date
    from fct_persons
    cross join recorded

),

first_contacts as (

    select
        starts.person_id,
        min(
            case
                when fct_contacts.contact_date >= starts.waits_from_date
                    then fct_contacts.contact_date
            end
        ) as first_attempt_date,
        min(
            case
                when
                    fct_contacts.contact_date >= starts.waits_from_date
                    and fct_contacts.direction = 'mutual'
                    then fct_contacts.contact_date
            end
        ) as first_conversation_date,
        min(
            case
                when fct_contacts.contact_date >= starts.created_date
                    then fct_contacts.contact_date
            end
        ) as first_tried_date,
        min(
            case
                when
                    fct_contacts.contact_date >= starts.created_date
                    and fct_contacts.direction = 'mutual'
                    then fct_contacts.contact_date
            end
        ) as first_talk_date
    from starts
    inner join fct_contacts
        on starts.person_id = fct_contacts.person_id
    where fct_contacts.direction in ('seller', 'mutual')
    group by starts.person_id

)

select
    starts.person_id,
    starts.created_date,
    starts.waits_from_date,
    first_contacts.first_attempt_date,
    first_contacts.first_conversation_date,
    first_contacts.first_tried_date,
    first_contacts.first_talk_date

from starts

left join first_contacts
    on starts.person_id = first_contacts.person_id
