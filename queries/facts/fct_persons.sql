-- One row per person who came in as a lead: merged and repeated records counted once, with the
-- first time and the first known value of each.
select
    fct_lead_persons.person_id,
    min_by(leads.lead_id, leads.created_at) as lead_id,
    min_by(leads.account_id, leads.created_at) filter (where leads.account_id is not null)
        as account_id,
    min_by(leads.source, leads.created_at) filter (where leads.source is not null) as source,
    min_by(leads.score, leads.created_at) filter (where leads.score is not null) as score,
    min_by(leads.dim_1, leads.created_at) filter (where leads.dim_1 is not null) as dim_1,
    min_by(leads.dim_2, leads.created_at) filter (where leads.dim_2 is not null) as dim_2,
    min_by(leads.dim_3, leads.created_at) filter (where leads.dim_3 is not null) as dim_3,
    min_by(leads.dim_4, leads.created_at) filter (where leads.dim_4 is not null) as dim_4,
    min_by(leads.dim_5, leads.created_at) filter (where leads.dim_5 is not null) as dim_5,
    min_by(leads.dim_6, leads.created_at) filter (where leads.dim_6 is not null) as dim_6,
    min_by(leads.dim_7, leads.created_at) filter (where leads.dim_7 is not null) as dim_7,
    min_by(leads.dim_8, leads.created_at) filter (where leads.dim_8 is not null) as dim_8,
    min(leads.created_at) as created_at,
    min(leads.created_date) as created_date,
    min(leads.hand_raised_at) as hand_raised_at,
    min(leads.hand_raised_date) as hand_raised_date

from leads

inner join fct_lead_persons
    on leads.lead_id = fct_lead_persons.lead_id

where
    not coalesce(leads.is_deleted, false)
    or leads.merged_into_id is not null

group by fct_lead_persons.person_id
