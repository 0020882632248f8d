-- One row per record behind a number: what a reader may want to know of it.
select fct_leads.*

from fct_leads

semi join asked
    on fct_leads.person_id = asked.record_id
