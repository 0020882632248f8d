-- One row per user of the CRM.
select
    source_name,
    user_id,
    role,
    team,
    coalesce(
        is_integration,
        user_type in ('CloudIntegrationUser', 'AutomatedProcess', 'Integration')
    ) as is_integration,
    is_active

from raw_salesforce__user
