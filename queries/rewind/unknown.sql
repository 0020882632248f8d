-- One row: of how many deals and values the state at the as-of time is not known.
select
    count(*) filter (
        where not exists (
            from all_deal_changes
            where
                all_deal_changes.opportunity_id = all_opportunities.opportunity_id
                and all_deal_changes.stage is not null
        )
    ) as deals_without_stages,
    count(*) filter (
        where not exists (
            from all_deal_changes
            where
                all_deal_changes.opportunity_id = all_opportunities.opportunity_id
                and all_deal_changes.amount is not null
        )
        and all_opportunities.amount is not null
    ) as deals_without_amounts,
    count(*) as deals

from all_opportunities
