-- One row per person of fct_gate_leads and new-business deal they won that was created on or after
-- their landmark; days count from it to the close.
select
    fct_gate_leads.person_id,
    fct_deals.opportunity_id,
    -- An editable close date may lie before the deal's own creation.
    case
        when fct_deals.closed_date <= fct_gate_leads.landmark_date then 0
        else date_diff('day', fct_gate_leads.landmark_date, fct_deals.closed_date)
    end as won_days,
    fct_deals.amount_at_close as amount

from fct_gate_leads

inner join fct_deals
    on fct_gate_leads.person_id = fct_deals.person_id

where
    fct_deals.is_new_business
    and fct_deals.outcome = 'won'
    and fct_deals.created_date >= fct_gate_leads.landmark_date
