-- A deal that stands twice in fct_deals would be counted twice on every page.
select
    opportunity_id,
    count(*) as rows_found
from fct_deals
group by opportunity_id
having count(*) > 1
