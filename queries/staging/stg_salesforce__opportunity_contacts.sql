-- One row per deal and person.
select
    source_name,
    opportunity_id,
    person_id,
    role,
    is_primary,
    added_at,
    added_date

from raw_salesforce__opportunity_contact_role

where not coalesce(is_deleted, false) and not coalesce(is_removed, false)
