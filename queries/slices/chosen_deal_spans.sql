-- One row per chosen deal and time in one state, until it moved or was lost or was last watched.
select
    chosen_deals_created.opportunity_id,
    chosen_deals_created.cluster_id,
    chosen_deals_created.path_group,
    chosen_deals_created.is_born_closed,
    chosen_deals_created.is_old_enough_to_move,
    chosen_deals_created.days_to_move,
    chosen_deals_created.period,
    chosen_deals_created.group_name,
    fct_deal_spans.state,
    fct_deal_spans.from_days,
    fct_deal_spans.until_days,
    fct_deal_spans.is_last,
    fct_deal_spans.end_kind

from chosen_deals_created

inner join fct_deal_spans
    on chosen_deals_created.opportunity_id = fct_deal_spans.opportunity_id
