-- One row per chosen deal, by the month it was created: what was known of it on day 30, and how
-- often sellers got in touch.
select
    chosen_deals_created.opportunity_id,
    chosen_deals_created.cluster_id,
    chosen_deals_created.period,
    chosen_deals_created.group_name,
    chosen_deals_created.close_kind,
    chosen_deals_created.days_to_close,
    chosen_deals_created.watched_days,
    chosen_deals_created.is_born_closed,
    fct_deal_depth.age_days,
    fct_deal_depth.is_open_on_day_30,
    fct_deal_depth.score,
    fct_deal_depth.people,
    fct_deal_depth.roles,
    fct_deal_depth.two_way_touches,
    fct_deal_depth.span_days,
    fct_deal_depth.seller_touches

from fct_deal_depth

inner join chosen_deals_created
    on fct_deal_depth.opportunity_id = chosen_deals_created.opportunity_id
