/*
title = "Closed deals with a day of closing after the as-of date"
table = "opportunities"
severity = "warning"
mend = "Correct the close date in the CRM; until then these deals count as open."
*/
select
    opportunities.opportunity_id as record_id,
    opportunities.outcome || ' on ' || opportunities.closed_date || ', as of '
    || clock.as_of_date as detail

from opportunities

cross join clock

where
    opportunities.outcome in ('won', 'lost')
    and opportunities.closed_date > clock.as_of_date
