-- A person who stands twice would be counted as two leads.
select
    person_id,
    count(*) as rows_found
from fct_leads
group by person_id
having count(*) > 1
