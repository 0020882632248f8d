-- One row per chosen new deal whose way is known, with how its gates were ticked; null where no gate
-- was passed at a recorded time.
select
    chosen_deals_created.opportunity_id,
    chosen_deals_created.cluster_id,
    chosen_deals_created.path_class,
    chosen_deals_created.amount_at_creation,
    fct_deal_stamps.gates_stamped,
    fct_deal_stamps.is_stamped_in_one_minute,
    fct_deal_stamps.is_stamped_at_creation,
    chosen_deals_created.period,
    chosen_deals_created.group_name

from chosen_deals_created

left join fct_deal_stamps
    on chosen_deals_created.opportunity_id = fct_deal_stamps.opportunity_id

where chosen_deals_created.path_class <> 'unlinked'
