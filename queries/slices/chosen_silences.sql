-- One row per chosen deal, kind of threshold and time it was silent, by the month it was created.
select
    chosen_deals_created.opportunity_id,
    chosen_deals_created.cluster_id,
    chosen_deals_created.outcome,
    chosen_deals_created.amount_at_close,
    chosen_deals_created.is_born_closed,
    chosen_deals_created.period,
    chosen_deals_created.group_name,
    fct_deal_silences.threshold,
    fct_deal_silences.place,
    fct_deal_silences.onset_days,
    fct_deal_silences.days_silent,
    fct_deal_silences.stage,
    fct_deal_silences.end_kind,
    fct_deal_silences.seller_touches

from chosen_deals_created

inner join fct_deal_silences
    on chosen_deals_created.opportunity_id = fct_deal_silences.opportunity_id
