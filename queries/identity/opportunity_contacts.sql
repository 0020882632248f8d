-- view: the exports' own rows, under the ids that people and deals go by.
-- One row per deal and person; where two systems hold the role, that of the system of record, and
-- where both name a primary person, the system of record's.
with

roles as (

    select
        all_opportunity_contacts.source_name,
        coalesce(link_deals.surviving_id, all_opportunity_contacts.opportunity_id)
            as opportunity_id,
        coalesce(link_persons.person_id, all_opportunity_contacts.person_id) as person_id,
        all_opportunity_contacts.role,
        all_opportunity_contacts.is_primary,
        all_opportunity_contacts.added_at,
        all_opportunity_contacts.added_date,
        coalesce(all_opportunity_contacts.added_at > clock.as_of_at, false) as is_later,
        coalesce(record_places.place, 0) as place
    from all_opportunity_contacts
    cross join clock
    left join link_deals
        on all_opportunity_contacts.opportunity_id = link_deals.opportunity_id
    left join link_persons
        on all_opportunity_contacts.person_id = link_persons.record_id
    left join record_places
        on
            all_opportunity_contacts.source_name = record_places.source_name
            and record_places.table_name = 'opportunity_contacts'

),

placed as (

    select
        roles.*,
        min(case when is_primary and not is_later then place end) over (partition by opportunity_id)
            as primary_place
    from roles

)

select
    source_name,
    opportunity_id,
    person_id,
    role,
    case when is_primary and place > primary_place then false else is_primary end as is_primary,
    added_at,
    added_date

from placed

qualify
    row_number() over (
        partition by opportunity_id, person_id
        order by
            case when is_later then 1 else 0 end,
            place,
            case when is_primary then 0 else 1 end,
            added_at nulls last,
            role
    ) = 1
