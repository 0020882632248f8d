-- One row per record behind a number: what a reader may want to know of it.
select fct_deals.*

from fct_deals

semi join asked
    on fct_deals.opportunity_id = asked.record_id
