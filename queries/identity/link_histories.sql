-- One row per deal that has several records, and any history: the one record whose history counts,
-- since the same moves stand in both systems. That of the system of record for deal_changes if it
-- has one.
with

changed as (

    select distinct opportunity_id
    from all_deal_changes

)

select
    link_deals.surviving_id,
    link_deals.opportunity_id as history_id,
    link_deals.is_elsewhere

from link_deals

inner join changed
    on link_deals.opportunity_id = changed.opportunity_id

left join record_places
    on
        link_deals.source_name = record_places.source_name
        and record_places.table_name = 'deal_changes'

qualify
    row_number() over (
        partition by link_deals.surviving_id
        order by coalesce(record_places.place, 0), link_deals.turn
    ) = 1
