-- One row per person of a deal and time they came in as a lead or asked for contact.
with

people as (

    select
        fct_leads.lead_id,
        fct_leads.source,
        fct_leads.created_date,
        fct_leads.hand_raised_date,
        fct_deal_arrivals.created_at,
        fct_deal_arrivals.hand_raised_at,
        fct_deal_links.person_id is not null as is_linked
    from fct_deal_persons
    inner join fct_leads
        on fct_deal_persons.person_id = fct_leads.person_id
    left join fct_deal_arrivals
        on
            fct_deal_persons.opportunity_id = fct_deal_arrivals.opportunity_id
            and fct_deal_persons.person_id = fct_deal_arrivals.person_id
    left join fct_deal_links
        on
            fct_deal_persons.opportunity_id = fct_deal_links.opportunity_id
            and fct_deal_persons.person_id = fct_deal_links.person_id
    where fct_deal_persons.opportunity_id = $deal_id::varchar

)

select
    created_date as day,
    created_at as happened_at,
    'lead' as kind,
    lead_id,
    source,
    is_linked
from people
where created_date is not null

union all

select
    hand_raised_date as day,
    hand_raised_at as happened_at,
    'hand_raise' as kind,
    lead_id,
    source,
    is_linked
from people
where hand_raised_date is not null
