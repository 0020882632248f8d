-- A record of any system that stands for no deal would be lost when systems are tied together.
select all_opportunities.opportunity_id
from all_opportunities
left join link_deals
    on all_opportunities.opportunity_id = link_deals.opportunity_id
left join opportunities
    on
        coalesce(link_deals.surviving_id, all_opportunities.opportunity_id)
        = opportunities.opportunity_id
where opportunities.opportunity_id is null
