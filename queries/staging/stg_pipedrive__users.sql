-- One row per user of the CRM.
select
    source_name,
    user_id,
    role,
    team,
    is_integration,
    is_active

from raw_pipedrive__user
