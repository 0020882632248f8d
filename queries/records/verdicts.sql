-- One row per record behind a number: what a reader may want to know of it.
select fct_verdict_spells.*

from fct_verdict_spells

semi join asked
    on fct_verdict_spells.record_id = asked.record_id
