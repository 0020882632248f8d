-- One row per chosen closed deal whose types were recorded from its creation on.
select
    chosen_deals_closed.opportunity_id,
    chosen_deals_closed.cluster_id,
    chosen_deals_closed.outcome,
    chosen_deals_closed.amount_at_close,
    fct_deal_types.first_type,
    fct_deal_types.last_type,
    fct_deal_types.type_changes,
    chosen_deals_closed.period,
    chosen_deals_closed.group_name

from chosen_deals_closed

inner join fct_deal_types
    on chosen_deals_closed.opportunity_id = fct_deal_types.opportunity_id
