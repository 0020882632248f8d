-- One row per change of a lead's field that a gate reads, and per conversion: as the lead history
-- tells it or, where there is none, as two versions of a record differ. A field is called as the
-- config calls it, whether as API name or as a column name (Mql__c, mql_c). The first version tells
-- what a lead was created with if it began on the day of the creation.
with

gate_fields as (

    select field as field_name
    from config_gates
    where field is not null
    union distinct
    select reason_field as field_name
    from config_gates
    where reason_field is not null

),

history as (

    select
        source_name,
        lead_id,
        history_id,
        actor_id,
        field_name,
        old_value,
        new_value,
        changed_at,
        changed_date
    from raw_salesforce__lead_history
    where not coalesce(is_deleted, false) and not coalesce(is_removed, false)

),

versions as (

    select
        raw_salesforce__lead_version.source_name,
        raw_salesforce__lead_version.lead_id,
        raw_salesforce__lead_version.is_converted,
        raw_salesforce__lead_version.created_date,
        raw_salesforce__lead_version.started_at,
        raw_salesforce__lead_version.started_date
    from raw_salesforce__lead_version
    left join (select distinct source_name from history) as seen
        on raw_salesforce__lead_version.source_name = seen.source_name
    where seen.source_name is null

),

-- Two gates may read one field: its value is the same in both rows.
fields_of_versions as (

    select
        raw_salesforce__lead_version_gates.source_name,
        raw_salesforce__lead_version_gates.lead_id,
        raw_salesforce__lead_version_gates.started_at,
        config_gates.field as field_name,
        max(raw_salesforce__lead_version_gates.current_value) as field_value
    from raw_salesforce__lead_version_gates
    inner join config_gates
        on raw_salesforce__lead_version_gates.gate = config_gates.gate
    where config_gates.field is not null
    group by
        raw_salesforce__lead_version_gates.source_name,
        raw_salesforce__lead_version_gates.lead_id,
        raw_salesforce__lead_version_gates.started_at,
        config_gates.field
    union all
    select
        raw_salesforce__lead_version_gates.source_name,
        raw_salesforce__lead_version_gates.lead_id,
        raw_salesforce__lead_version_gates.started_at,
        config_gates.reason_field as field_name,
        max(raw_salesforce__lead_version_gates.reason) as field_value
    from raw_salesforce__lead_version_gates
    inner join config_gates
        on raw_salesforce__lead_version_gates.gate = config_gates.gate
    where
        config_gates.reason_field is not null
        and config_gates.reason_field <> coalesce(config_gates.field, '')
    group by
        raw_salesforce__lead_version_gates.source_name,
        raw_salesforce__lead_version_gates.lead_id,
        raw_salesforce__lead_version_gates.started_at,
        config_gates.reason_field
    union all
    select
        versions.source_name,
        versions.lead_id,
        versions.started_at,
        'leadConverted' as field_name,
        case when versions.is_converted then 'true' end as field_value
    from versions

),

compared as (

    select
        versions.source_name,
        versions.lead_id,
        versions.created_date,
        versions.started_at,
        versions.started_date,
        fields_of_versions.field_name,
        fields_of_versions.field_value,
        lag(fields_of_versions.field_value) over in_order as value_before,
        row_number() over in_order as nth
    from versions
    inner join fields_of_versions
        on
            versions.source_name = fields_of_versions.source_name
            and versions.lead_id = fields_of_versions.lead_id
            and versions.started_at = fields_of_versions.started_at
    window
        in_order as (
            partition by
                versions.source_name, versions.lead_id, fields_of_versions.field_name
            order by versions.started_at
        )

)

select
    history.source_name,
    history.lead_id,
    history.history_id,
    history.actor_id,
    coalesce(gate_fields.field_name, history.field_name) as field_name,
    history.old_value,
    history.new_value,
    history.changed_at,
    history.changed_date
from history
left join gate_fields
    on
        lower(replace(history.field_name, '_', ''))
        = lower(replace(gate_fields.field_name, '_', ''))
where history.field_name = 'leadConverted' or gate_fields.field_name is not null

union all

select
    compared.source_name,
    compared.lead_id,
    '' as history_id,
    cast(null as varchar) as actor_id,
    compared.field_name,
    compared.value_before as old_value,
    compared.field_value as new_value,
    compared.started_at as changed_at,
    compared.started_date as changed_date
from compared
where
    coalesce(compared.field_value, '') <> coalesce(compared.value_before, '')
    and (compared.nth > 1 or coalesce(compared.started_date <= compared.created_date, false))
