-- One row per id of a person who goes by several: the one they go by, and how that is known.
-- A contact comes before a lead, and a record that was merged away comes last.
with

records as (

    select
        coalesce(all_leads.person_id, all_leads.lead_id) as record_id,
        all_leads.source_name,
        all_leads.person_id is not null as is_contact,
        false as is_own_record,
        all_leads.merged_into_id is not null as is_merged
    from all_leads

    union all

    select
        all_contacts.person_id as record_id,
        all_contacts.source_name,
        true as is_contact,
        true as is_own_record,
        all_contacts.merged_into_id is not null as is_merged
    from all_contacts

),

members as (

    select
        grouped_persons.group_id,
        grouped_persons.record_id,
        coalesce(bool_or(records.is_contact), false) as is_contact,
        -- What a contact's own record says comes before what its leads say.
        coalesce(
            bool_and(records.is_merged) filter (where records.is_own_record),
            bool_and(records.is_merged),
            false
        ) as is_merged,
        coalesce(min(record_places.place), 0) as place
    from grouped_persons
    left join records
        on grouped_persons.record_id = records.record_id
    left join record_places
        on
            records.source_name = record_places.source_name
            and record_places.table_name = 'leads'
    group by
        grouped_persons.group_id,
        grouped_persons.record_id

),

chosen as (

    select
        group_id,
        record_id as person_id
    from members
    qualify
        row_number() over (
            partition by group_id
            order by
                case when is_merged then 1 else 0 end,
                case when is_contact then 0 else 1 end,
                place,
                record_id
        ) = 1

),

-- Of several ways in which an id is known the strongest, which is also the last by the alphabet:
-- synced_id, merged, email.
ways as (

    select
        record_id,
        how
    from pairs_persons

    union all

    select
        other_id as record_id,
        how
    from pairs_persons

),

known as (

    select
        record_id,
        max(how) as how
    from ways
    group by record_id

)

select
    members.record_id,
    chosen.person_id,
    known.how,
    'strong' as strength

from members

inner join chosen
    on members.group_id = chosen.group_id

inner join known
    on members.record_id = known.record_id
