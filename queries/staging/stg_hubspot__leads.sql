-- One row per contact: HubSpot keeps leads and contacts as one record, so each is a person of its own.
-- A form that was sent is a raised hand; where the config gives forms the kind hand_raise, only those.
with

merged_ids as (

    select
        source_name,
        merged_id as lead_id,
        lead_id as merged_into_id
    from raw_hubspot__contact_merge_audit
    union all
    select
        source_name,
        unnest(
            regexp_extract_all(
                coalesce(merged_ids, '') || ';' || coalesce(merged_ids_and_times, ''),
                '([0-9A-Za-z-]+)(:[0-9]+)?',
                1
            )
        ) as lead_id,
        lead_id as merged_into_id
    from raw_hubspot__contact
    where coalesce(merged_ids, merged_ids_and_times) is not null

),

merge_targets as (

    select
        source_name,
        lead_id,
        min(merged_into_id) as merged_into_id
    from merged_ids
    where lead_id <> merged_into_id
    group by source_name, lead_id

),

hand_raise_forms as (

    select type
    from config_touch_types
    where kind = 'hand_raise'

),

declared as (

    select count(*) > 0 as are_forms_declared
    from hand_raise_forms

),

first_forms as (

    select
        raw_hubspot__form_submission.source_name,
        raw_hubspot__form_submission.lead_id,
        raw_hubspot__form_submission.happened_at,
        raw_hubspot__form_submission.happened_date
    from raw_hubspot__form_submission
    cross join declared
    left join raw_hubspot__form
        on
            raw_hubspot__form_submission.source_name = raw_hubspot__form.source_name
            and raw_hubspot__form_submission.form_id = raw_hubspot__form.form_id
    left join hand_raise_forms
        on
            coalesce(raw_hubspot__form.name, raw_hubspot__form_submission.title)
            = hand_raise_forms.type
    where
        not declared.are_forms_declared
        or hand_raise_forms.type is not null
    qualify
        row_number() over (
            partition by
                raw_hubspot__form_submission.source_name, raw_hubspot__form_submission.lead_id
            order by raw_hubspot__form_submission.happened_at
        ) = 1

)

select
    raw_hubspot__contact.source_name,
    raw_hubspot__contact.lead_id,
    raw_hubspot__contact.person_id,
    nullif(regexp_extract(raw_hubspot__contact.account_id, '([0-9A-Za-z-]+)', 1), '')
        as account_id,
    raw_hubspot__contact.owner_id,
    raw_hubspot__contact.converted_opportunity_id,
    coalesce(raw_hubspot__contact.merged_into_id, merge_targets.merged_into_id) as merged_into_id,
    raw_hubspot__contact.source,
    raw_hubspot__contact.self_reported_source,
    raw_hubspot__contact.email_hash,
    raw_hubspot__contact.email_domain,
    raw_hubspot__contact.synced_lead_id,
    raw_hubspot__contact.synced_person_id,
    raw_hubspot__contact.dim_1,
    raw_hubspot__contact.dim_2,
    raw_hubspot__contact.dim_3,
    raw_hubspot__contact.dim_4,
    raw_hubspot__contact.dim_5,
    raw_hubspot__contact.dim_6,
    raw_hubspot__contact.dim_7,
    raw_hubspot__contact.dim_8,
    raw_hubspot__contact.score,
    raw_hubspot__contact.let_through_at_random,
    raw_hubspot__contact.is_deleted,
    raw_hubspot__contact.created_at,
    raw_hubspot__contact.created_date,
    raw_hubspot__contact.modified_at,
    raw_hubspot__contact.modified_date,
    coalesce(raw_hubspot__contact.hand_raised_at, first_forms.happened_at) as hand_raised_at,
    case
        when raw_hubspot__contact.hand_raised_at is not null
            then raw_hubspot__contact.hand_raised_date
        else first_forms.happened_date
    end as hand_raised_date

from raw_hubspot__contact

left join merge_targets
    on
        raw_hubspot__contact.source_name = merge_targets.source_name
        and raw_hubspot__contact.lead_id = merge_targets.lead_id

left join first_forms
    on
        raw_hubspot__contact.source_name = first_forms.source_name
        and raw_hubspot__contact.lead_id = first_forms.lead_id
