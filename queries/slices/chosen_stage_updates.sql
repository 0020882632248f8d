-- One row per chosen deal and day on which a person changed its stage, bulk edits among them, by
-- the month the deal was created. Being created is no change.
select
    chosen_deals_created.opportunity_id,
    chosen_deals_created.cluster_id,
    chosen_deals_created.period,
    chosen_deals_created.group_name,
    fct_stage_moves.moved_date

from fct_stage_moves

inner join chosen_deals_created
    on fct_stage_moves.opportunity_id = chosen_deals_created.opportunity_id

where
    fct_stage_moves.stage_before is not null
    and not fct_stage_moves.is_integration
