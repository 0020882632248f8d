-- One row per chosen closed deal, with the way it came as text; none where no way is known to any.
select
    chosen_deals_closed.opportunity_id,
    chosen_deals_closed.cluster_id,
    chosen_deals_closed.outcome,
    chosen_deals_closed.path_class,
    chosen_deals_closed.is_outside_ours,
    chosen_deals_closed.amount_at_close,
    fct_deal_variants.variant,
    chosen_deals_closed.period,
    chosen_deals_closed.group_name

from chosen_deals_closed

inner join fct_deal_variants
    on chosen_deals_closed.opportunity_id = fct_deal_variants.opportunity_id

where
    chosen_deals_closed.outcome in ('won', 'lost')
    and fct_deal_variants.variant is not null
