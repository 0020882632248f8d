-- A deal of the export that is not in fct_deals would be lost without a word.
select opportunities.opportunity_id
from opportunities
left join fct_deals
    on opportunities.opportunity_id = fct_deals.opportunity_id
where
    not coalesce(opportunities.is_deleted, false)
    and fct_deals.opportunity_id is null
