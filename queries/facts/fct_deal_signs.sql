-- One row per deal and day with a sign of life: something the buyer did, or a change of stage that
-- is neither a bulk edit nor an integration's. What only the seller did is no sign.
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
    opportunity_id,
    known_date as sign_date,
    false as is_buyer
from fct_deal_stages
where
    not is_bulk
    and not is_integration
    and not is_first
group by
    opportunity_id,
    known_date
