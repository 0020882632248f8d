-- One row per chosen deal: with which deals it may be compared like for like, and how it had ended
-- by a fixed age.
select
    chosen_deals_created.opportunity_id,
    chosen_deals_created.cluster_id,
    chosen_deals_created.path_class,
    chosen_deals_created.path_group,
    chosen_deals_created.is_outside_strict,
    chosen_deals_created.is_outside_ours,
    chosen_deals_created.is_outside_wide,
    chosen_deals_created.period,
    chosen_deals_created.group_name,
    fct_deal_strata.stratum,
    fct_deal_strata.is_won_by_horizon,
    fct_deal_strata.is_moved_by_day_30,
    fct_deal_strata.is_silent_by_day_21

from chosen_deals_created

inner join fct_deal_strata
    on chosen_deals_created.opportunity_id = fct_deal_strata.opportunity_id
