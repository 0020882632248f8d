/*
title = "Deals that the change log says were added more than once"
table = "opportunities"
severity = "warning"
mend = "Nothing to mend if an id was used again: each is one deal here, from the first time on."
*/
select
    opportunity_id as record_id,
    'added on ' || min(changed_date) || ' and again on ' || max(changed_date) as detail

from raw_pipedrive__deal_change

where field_name = 'add_time'

group by source_name, opportunity_id

having count(*) > 1
