-- One row per person, step and day on which they entered the step again, after the first time.
select
    fct_lead_entries.person_id,
    fct_lead_entries.step,
    fct_lead_entries.entered_date,
    cast(date_trunc('month', fct_lead_entries.entered_date) as date) as entered_month,
    fct_lead_entries.is_new_in_month,
    fct_leads.source,
    fct_leads.dim_1,
    fct_leads.dim_2,
    fct_leads.dim_3,
    fct_leads.dim_4,
    fct_leads.dim_5,
    fct_leads.dim_6,
    fct_leads.dim_7,
    fct_leads.dim_8

from fct_lead_entries

inner join fct_leads
    on fct_lead_entries.person_id = fct_leads.person_id

where fct_lead_entries.place > 1
