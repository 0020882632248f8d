/*
title = "Deals lost before they were created"
table = "opportunities"
severity = "note"
mend = "Correct the close date in the CRM; until then the day it reached its lost stage counts, where the history has it."
*/
select
    opportunities.opportunity_id as record_id,
    'lost on ' || coalesce(opportunities.closed_date, opportunities.expected_close_date)
    || ', created on ' || opportunities.created_date as detail

from opportunities

left join stages
    on
        opportunities.pipeline = stages.pipeline
        and opportunities.stage = stages.stage

where
    coalesce(opportunities.outcome, stages.role) = 'lost'
    and coalesce(opportunities.closed_date, opportunities.expected_close_date)
    < opportunities.created_date
