-- One row per touch that another system holds as well, of the system whose word counts less: with
-- the same person or deal, of the same kind and direction, in the same minute.
with

marked as (

    select
        all_touches.source_name,
        coalesce(all_touches.lead_id, '') as lead_id,
        coalesce(all_touches.person_id, '') as person_id,
        coalesce(all_touches.opportunity_id, '') as opportunity_id,
        coalesce(all_touches.kind, '') as kind,
        all_touches.direction,
        all_touches.at,
        lower(coalesce(all_touches.kind, '')) as compared_kind,
        date_trunc('minute', all_touches.at) as minute,
        coalesce(leads_held.person_id, persons_held.person_id) as shared_person_id,
        link_deals.surviving_id as shared_deal_id,
        coalesce(record_places.place, 0) as place
    from all_touches
    left join shared_persons as leads_held
        on all_touches.lead_id = leads_held.record_id
    left join shared_persons as persons_held
        on all_touches.person_id = persons_held.record_id
    left join link_deals
        on all_touches.opportunity_id = link_deals.opportunity_id
    left join record_places
        on
            all_touches.source_name = record_places.source_name
            and record_places.table_name = 'touches'
    where
        coalesce(leads_held.person_id, persons_held.person_id, link_deals.surviving_id)
        is not null

),

by_person as (

    select
        shared_person_id,
        compared_kind,
        direction,
        minute,
        min(place) as first_place
    from marked
    where shared_person_id is not null
    group by
        shared_person_id,
        compared_kind,
        direction,
        minute
    having min(place) < max(place)

),

by_deal as (

    select
        shared_deal_id,
        compared_kind,
        direction,
        minute,
        min(place) as first_place
    from marked
    where shared_deal_id is not null
    group by
        shared_deal_id,
        compared_kind,
        direction,
        minute
    having min(place) < max(place)

)

select
    marked.source_name,
    marked.lead_id,
    marked.person_id,
    marked.opportunity_id,
    marked.kind,
    marked.direction,
    marked.at,
    count(*) as records

from marked

left join by_person
    on
        marked.shared_person_id = by_person.shared_person_id
        and marked.compared_kind = by_person.compared_kind
        and marked.direction = by_person.direction
        and marked.minute = by_person.minute

left join by_deal
    on
        marked.shared_deal_id = by_deal.shared_deal_id
        and marked.compared_kind = by_deal.compared_kind
        and marked.direction = by_deal.direction
        and marked.minute = by_deal.minute

where
    marked.place > by_person.first_place
    or marked.place > by_deal.first_place

group by
    marked.source_name,
    marked.lead_id,
    marked.person_id,
    marked.opportunity_id,
    marked.kind,
    marked.direction,
    marked.at
