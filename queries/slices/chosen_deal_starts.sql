-- One row per chosen deal, kind of sign and threshold: whether it was silent from its creation on.
select
    chosen_deals_created.opportunity_id,
    chosen_deals_created.cluster_id,
    chosen_deals_created.is_born_closed,
    chosen_deals_created.period,
    chosen_deals_created.group_name,
    fct_deal_starts.signs,
    fct_deal_starts.threshold_days,
    fct_deal_starts.stall_kind,
    fct_deal_starts.days_to_stall

from chosen_deals_created

inner join fct_deal_starts
    on chosen_deals_created.opportunity_id = fct_deal_starts.opportunity_id
