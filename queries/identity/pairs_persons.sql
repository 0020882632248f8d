-- One row per pair of ids that are one person, and how that is known: one was merged into the
-- other, one keeps the id that another system gives the other, or both have the same address.
-- A lead goes by the id of its contact once it is converted.
with

merged as (

    select
        coalesce(all_leads.person_id, all_leads.lead_id) as record_id,
        coalesce(masters.person_id, masters.lead_id, all_leads.merged_into_id) as other_id
    from all_leads
    left join all_leads as masters
        on all_leads.merged_into_id = masters.lead_id
    where all_leads.merged_into_id is not null

    union all

    select
        person_id as record_id,
        merged_into_id as other_id
    from all_contacts
    where merged_into_id is not null

),

-- What the other system has under the id: a lead, a contact, or a contact known by a deal alone.
there as (

    select
        source_name,
        lead_id as there_id,
        coalesce(person_id, lead_id) as record_id
    from all_leads

    union all

    select
        source_name,
        person_id as there_id,
        person_id as record_id
    from all_leads
    where person_id is not null

    union all

    select
        source_name,
        person_id as there_id,
        person_id as record_id
    from all_contacts

    union all

    select
        source_name,
        person_id as there_id,
        person_id as record_id
    from all_opportunity_contacts

),

synced as (

    select
        record_id,
        first_id as other_id
    from synced_persons

    union all

    select
        synced_persons.record_id,
        there.record_id as other_id
    from synced_persons
    inner join id_prefixes
        on synced_persons.source_name <> id_prefixes.source_name
    inner join there
        on
            id_prefixes.source_name = there.source_name
            and id_prefixes.person_prefix || synced_persons.synced_id = there.there_id

),

addressed as (

    select
        repeated_addresses.record_id,
        min(repeated_addresses.record_id) over (
            partition by repeated_addresses.email_hash
        ) as other_id
    from repeated_addresses
    left join shared_addresses
        on repeated_addresses.email_hash = shared_addresses.email_hash
    where shared_addresses.email_hash is null

),

pairs as (

    select
        record_id,
        other_id,
        'merged' as how
    from merged

    union

    select
        record_id,
        other_id,
        'synced_id' as how
    from synced

    union

    select
        record_id,
        other_id,
        'email' as how
    from addressed

)

select
    record_id,
    other_id,
    how,
    'strong' as strength

from pairs

where record_id <> other_id
