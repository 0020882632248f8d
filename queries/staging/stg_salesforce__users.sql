-- One row per user of the CRM. Without a role of the hierarchy the title says what somebody does.
select
    raw_salesforce__user.source_name,
    raw_salesforce__user.user_id,
    coalesce(
        raw_salesforce__user.role,
        raw_salesforce__user_role.role,
        raw_salesforce__user.title
    ) as role,
    raw_salesforce__user.team,
    coalesce(
        raw_salesforce__user.is_integration,
        raw_salesforce__user.user_type
        in ('CloudIntegrationUser', 'AutomatedProcess', 'Integration')
    ) as is_integration,
    raw_salesforce__user.is_active

from raw_salesforce__user

left join raw_salesforce__user_role
    on
        raw_salesforce__user.source_name = raw_salesforce__user_role.source_name
        and raw_salesforce__user.user_role_id = raw_salesforce__user_role.user_role_id
