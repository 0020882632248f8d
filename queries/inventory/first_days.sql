-- One row per clock of a measure: the first day on which any record is dated by it, null for none.
select
    'deal_created' as dated_by,
    min(created_date) as first_date
from fct_deals

union all

select
    'deal_closed' as dated_by,
    min(closed_date) as first_date
from fct_deals

union all

select
    'deal_changed' as dated_by,
    min(created_date) as first_date
from fct_deals

union all

select
    unnest(['lead_created', 'step_entered']) as dated_by,
    min(created_date) as first_date
from fct_leads

union all

select
    'mql' as dated_by,
    min(mql_date) as first_date
from fct_leads

union all

select
    'hand_raised' as dated_by,
    min(waits_from_date) as first_date
from fct_leads

union all

select
    'gate_reached' as dated_by,
    min(came_date) as first_date
from fct_gate_turns

union all

select
    'content' as dated_by,
    min(content_date) as first_date
from fct_lead_content

union all

select
    'verdict' as dated_by,
    min(decided_date) as first_date
from fct_verdict_spells
