-- view: the exports' own rows, under the ids that deals go by.
-- One row per deal and forecast call of any system.
select
    all_forecasts.source_name,
    coalesce(link_deals.surviving_id, all_forecasts.opportunity_id) as opportunity_id,
    all_forecasts.actor_id,
    all_forecasts.category,
    all_forecasts.amount,
    all_forecasts.probability,
    all_forecasts.called_at,
    all_forecasts.called_date,
    all_forecasts.expected_close_date

from all_forecasts

left join link_deals
    on all_forecasts.opportunity_id = link_deals.opportunity_id
