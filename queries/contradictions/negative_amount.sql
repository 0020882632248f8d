/*
title = "Deals with a negative amount"
table = "opportunities"
severity = "warning"
mend = "Correct the amount in the CRM: it is counted as it is, and lowers the sums."
*/
select
    opportunity_id as record_id,
    amount || ' ' || coalesce(currency, '') as detail

from opportunities

where amount < 0
