/*
title = "Open deals past their close date"
table = "opportunities"
severity = "note"
mend = "Ask whether they are still alive: they stay open, and no forecast should count them as they are."
*/
select
    opportunities.opportunity_id as record_id,
    'was to close on ' || opportunities.expected_close_date as detail

from opportunities

cross join clock

left join stages
    on
        opportunities.pipeline = stages.pipeline
        and opportunities.stage = stages.stage

where
    coalesce(opportunities.outcome, stages.role, 'open') in ('open', 'parked')
    and opportunities.expected_close_date < clock.as_of_date
