/*
title = "Renewals due before their period starts"
table = "renewals"
severity = "warning"
mend = "Exchange period_start_date and renewal_date in the map, or correct them."
*/
select
    account_id as record_id,
    'due on ' || renewal_date || ', period from ' || period_start_date as detail

from renewals

where renewal_date < period_start_date
