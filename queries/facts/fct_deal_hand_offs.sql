-- One row per deal whose person was a lead before it, where both owners are people and known:
-- whether it went to somebody else than the lead's owner, and whether any two-way conversation
-- with the buyer was on record by the day the deal was created.
with

owned as (

    select
        fct_deal_links.opportunity_id,
        fct_deal_clocks.created_date,
        leads.owner_id as lead_owner_id,
        opportunities.owner_id as deal_owner_id,
        settings.lookback_days
    from fct_deal_links
    cross join settings
    inner join fct_deal_clocks
        on fct_deal_links.opportunity_id = fct_deal_clocks.opportunity_id
    inner join opportunities
        on fct_deal_links.opportunity_id = opportunities.opportunity_id
    inner join fct_persons
        on fct_deal_links.person_id = fct_persons.person_id
    inner join leads
        on fct_persons.lead_id = leads.lead_id
    left join users as lead_owners
        on leads.owner_id = lead_owners.user_id
    left join users as deal_owners
        on opportunities.owner_id = deal_owners.user_id
    where
        fct_persons.created_date <= fct_deal_clocks.created_date
        and leads.owner_id is not null
        and opportunities.owner_id is not null
        and not coalesce(lead_owners.is_integration, false)
        and not coalesce(deal_owners.is_integration, false)

),

talked as (

    select owned.opportunity_id
    from owned
    inner join fct_deal_touches
        on owned.opportunity_id = fct_deal_touches.opportunity_id
    where
        fct_deal_touches.direction = 'mutual'
        and date_diff('day', owned.created_date, fct_deal_touches.contact_date)
        between -owned.lookback_days and 0
    group by owned.opportunity_id

)

select
    owned.opportunity_id,
    owned.lead_owner_id <> owned.deal_owner_id as is_handed_off,
    talked.opportunity_id is not null as has_conversation_before

from owned

left join talked
    on owned.opportunity_id = talked.opportunity_id
