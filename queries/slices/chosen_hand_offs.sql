-- One row per chosen deal whose lead and deal have owners we know, by the month it was created.
select
    chosen_deals_created.opportunity_id,
    chosen_deals_created.cluster_id,
    chosen_deals_created.period,
    chosen_deals_created.group_name,
    chosen_deals_created.move_kind,
    chosen_deals_created.days_to_move,
    chosen_deals_created.is_old_enough_to_move,
    chosen_deals_created.is_born_closed,
    fct_deal_hand_offs.is_handed_off,
    fct_deal_hand_offs.has_conversation_before

from fct_deal_hand_offs

inner join chosen_deals_created
    on fct_deal_hand_offs.opportunity_id = chosen_deals_created.opportunity_id
