-- One row per deal and prospect.
select
    source_name,
    opportunity_id,
    person_id,
    role,
    is_primary,
    added_at,
    added_date

from raw_pardot__opportunity_prospect
