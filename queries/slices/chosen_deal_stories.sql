-- One row per chosen closed deal of which any channel is recorded: by which channels it came.
select
    chosen_deals_closed.opportunity_id,
    chosen_deals_closed.cluster_id,
    chosen_deals_closed.outcome,
    chosen_deals_closed.amount_at_close,
    chosen_deals_closed.period,
    chosen_deals_closed.group_name,
    fct_deal_stories.has_several_channels,
    fct_deal_stories.story

from chosen_deals_closed

inner join fct_deal_stories
    on chosen_deals_closed.opportunity_id = fct_deal_stories.opportunity_id
