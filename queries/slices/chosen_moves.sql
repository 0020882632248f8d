-- One row per move that the clock of a chosen deal watched, by the month the deal was created.
select
    chosen_deals_created.opportunity_id,
    fct_deal_moves.is_forward,
    fct_deal_moves.is_backward,
    fct_deal_moves.is_corroborated,
    fct_deal_moves.is_old_enough_to_corroborate,
    fct_deal_moves.seller_touches,
    fct_deal_moves.spoke_first

from fct_deal_moves

inner join chosen_deals_created
    on fct_deal_moves.opportunity_id = chosen_deals_created.opportunity_id

where fct_deal_moves.is_watched
