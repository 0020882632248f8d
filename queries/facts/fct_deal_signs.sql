-- One row per deal and day with a sign of life: something the buyer did, or a change of stage that
-- is neither a bulk edit nor an integration's. What only the seller did is no sign, and being
-- created is none; the first change of a history that begins after the creation is one.
select
    opportunity_id,
    contact_date as sign_date,
    true as is_buyer
from fct_deal_touches
where direction in ('buyer', 'mutual')
group by
    opportunity_id,
    contact_date

union all

select
    fct_deal_stages.opportunity_id,
    fct_deal_stages.known_date as sign_date,
    false as is_buyer
from fct_deal_stages
inner join opportunities
    on fct_deal_stages.opportunity_id = opportunities.opportunity_id
where
    not fct_deal_stages.is_bulk
    and not fct_deal_stages.is_integration
    and (
        not fct_deal_stages.is_first
        or fct_deal_stages.known_date
        > coalesce(opportunities.recorded_date, opportunities.created_date)
    )
group by
    fct_deal_stages.opportunity_id,
    fct_deal_stages.known_date
