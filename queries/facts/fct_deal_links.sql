-- One row per deal: the person behind it, by ids alone. A converted lead comes before a contact
-- role; among roles the primary, else the earliest.
with

converted as (

    select
        leads.converted_opportunity_id as opportunity_id,
        fct_lead_persons.person_id,
        row_number() over (
            partition by leads.converted_opportunity_id
            order by
                leads.created_at,
                leads.lead_id
        ) as place

    from leads

    inner join fct_lead_persons
        on leads.lead_id = fct_lead_persons.lead_id

    where leads.converted_opportunity_id is not null

),

ranked_roles as (

    select
        opportunity_id,
        person_id,
        row_number() over (
            partition by opportunity_id
            order by coalesce(is_primary, false) desc, added_at asc nulls last, person_id asc
        ) as place
    from opportunity_contacts
    cross join clock
    where coalesce(opportunity_contacts.added_at <= clock.as_of_at, true)

)

select
    opportunities.opportunity_id,
    coalesce(named.person_id, converted.person_id, ranked_roles.person_id) as person_id,
    case
        when coalesce(named.person_id, converted.person_id) is not null then 'converted_lead'
        when ranked_roles.person_id is not null then 'contact_role'
        when opportunities.account_id is not null then 'account_only'
        else 'no_person'
    end as link_kind

from opportunities

left join fct_lead_persons as named
    on opportunities.lead_id = named.lead_id

left join converted
    on
        opportunities.opportunity_id = converted.opportunity_id
        and converted.place = 1

left join ranked_roles
    on
        opportunities.opportunity_id = ranked_roles.opportunity_id
        and ranked_roles.place = 1

where not coalesce(opportunities.is_deleted, false)
