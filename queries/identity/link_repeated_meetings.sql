-- One row per meeting that another system holds as well, of the system whose word counts less:
-- with the same person or deal, in the same minute.
with

marked as (

    select
        all_meetings.source_name,
        coalesce(all_meetings.lead_id, '') as lead_id,
        coalesce(all_meetings.person_id, '') as person_id,
        coalesce(all_meetings.opportunity_id, '') as opportunity_id,
        coalesce(all_meetings.held_at, all_meetings.booked_at) as met_at,
        date_trunc('minute', coalesce(all_meetings.held_at, all_meetings.booked_at)) as minute,
        coalesce(leads_held.person_id, persons_held.person_id) as shared_person_id,
        link_deals.surviving_id as shared_deal_id,
        coalesce(record_places.place, 0) as place
    from all_meetings
    left join shared_persons as leads_held
        on all_meetings.lead_id = leads_held.record_id
    left join shared_persons as persons_held
        on all_meetings.person_id = persons_held.record_id
    left join link_deals
        on all_meetings.opportunity_id = link_deals.opportunity_id
    left join record_places
        on
            all_meetings.source_name = record_places.source_name
            and record_places.table_name = 'meetings'
    where
        coalesce(leads_held.person_id, persons_held.person_id, link_deals.surviving_id)
        is not null

),

by_person as (

    select
        shared_person_id,
        minute,
        min(place) as first_place
    from marked
    where shared_person_id is not null
    group by
        shared_person_id,
        minute
    having min(place) < max(place)

),

by_deal as (

    select
        shared_deal_id,
        minute,
        min(place) as first_place
    from marked
    where shared_deal_id is not null
    group by
        shared_deal_id,
        minute
    having min(place) < max(place)

)

select
    marked.source_name,
    marked.lead_id,
    marked.person_id,
    marked.opportunity_id,
    marked.met_at,
    count(*) as records

from marked

left join by_person
    on
        marked.shared_person_id = by_person.shared_person_id
        and marked.minute = by_person.minute

left join by_deal
    on
        marked.shared_deal_id = by_deal.shared_deal_id
        and marked.minute = by_deal.minute

where
    marked.place > by_person.first_place
    or marked.place > by_deal.first_place

group by
    marked.source_name,
    marked.lead_id,
    marked.person_id,
    marked.opportunity_id,
    marked.met_at
