-- view: the exports' own rows, under the ids that deals go by.
-- One row per recorded change of a deal. Of a deal with several records, one record's history.
select
    all_deal_changes.source_name,
    coalesce(link_deals.surviving_id, all_deal_changes.opportunity_id) as opportunity_id,
    all_deal_changes.actor_id,
    all_deal_changes.stage,
    all_deal_changes.amount,
    all_deal_changes.probability,
    all_deal_changes.forecast_category,
    all_deal_changes.type,
    all_deal_changes.date_quality,
    all_deal_changes.changed_at,
    all_deal_changes.changed_date,
    all_deal_changes.recorded_at,
    all_deal_changes.recorded_date,
    all_deal_changes.expected_close_date

from all_deal_changes

left join link_deals
    on all_deal_changes.opportunity_id = link_deals.opportunity_id

left join link_histories
    on all_deal_changes.opportunity_id = link_histories.history_id

where
    link_deals.opportunity_id is null
    or link_histories.history_id is not null
