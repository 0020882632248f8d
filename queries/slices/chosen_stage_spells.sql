-- One row per chosen deal and open stage it stood in: its first stay there, by the month the deal
-- was created.
select
    chosen_deals_created.opportunity_id,
    chosen_deals_created.cluster_id,
    chosen_deals_created.period,
    chosen_deals_created.group_name,
    fct_stage_spells.stage,
    fct_stage_spells.stage_name,
    fct_stage_spells.stage_rank,
    fct_stage_spells.end_kind,
    fct_stage_spells.stay_days

from fct_stage_spells

inner join chosen_deals_created
    on fct_stage_spells.opportunity_id = chosen_deals_created.opportunity_id

where
    fct_stage_spells.role = 'open'
    and fct_stage_spells.is_first_stay
    and not chosen_deals_created.is_born_closed
