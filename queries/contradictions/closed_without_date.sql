/*
title = "Closed deals without any day of closing"
table = "opportunities"
severity = "warning"
mend = "Export the close date or the history of stages: without a day these deals are in no period."
*/
select
    opportunities.opportunity_id as record_id,
    coalesce(opportunities.outcome, stages.role) || ', stage '
    || coalesce(opportunities.stage, 'not known') as detail

from opportunities

left join stages
    on
        opportunities.pipeline = stages.pipeline
        and opportunities.stage = stages.stage

where
    coalesce(opportunities.outcome, stages.role) in ('won', 'lost')
    and opportunities.closed_date is null
    and opportunities.expected_close_date is null
    and not exists (
        select deal_changes.opportunity_id
        from deal_changes
        inner join stages as closing
            on deal_changes.stage = closing.stage
        where
            deal_changes.opportunity_id = opportunities.opportunity_id
            and closing.pipeline = opportunities.pipeline
            and closing.role = coalesce(opportunities.outcome, stages.role)
    )
