/*
title = "Won deals without an amount"
table = "opportunities"
severity = "note"
mend = "Fill in the amount in the CRM, or map the right column: they count as deals, and add no money."
*/
select
    opportunities.opportunity_id as record_id,
    coalesce('amount ' || opportunities.amount, 'no amount') as detail

from opportunities

left join stages
    on
        opportunities.pipeline = stages.pipeline
        and opportunities.stage = stages.stage

where
    coalesce(opportunities.outcome, stages.role) = 'won'
    and coalesce(opportunities.amount, 0) = 0
