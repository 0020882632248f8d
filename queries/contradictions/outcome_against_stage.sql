/*
title = "The outcome of a deal contradicts its stage"
table = "opportunities"
severity = "warning"
mend = "Correct the deal in the CRM, or the stage's role in gatecost.toml; the outcome counts."
*/
select
    opportunities.opportunity_id as record_id,
    'outcome ' || opportunities.outcome || ', stage ' || opportunities.stage || ' is '
    || stages.role as detail

from opportunities

inner join stages
    on
        opportunities.pipeline = stages.pipeline
        and opportunities.stage = stages.stage

where
    opportunities.outcome is not null
    and opportunities.outcome
    <> case when stages.role in ('won', 'lost') then stages.role else 'open' end
