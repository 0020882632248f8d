-- One row per deal record of a deal that has several: the record that counts for it, and how
-- that is known. What the system of record holds as two, and did not merge, stays two.
with

members as (

    select
        grouped_deals.group_id,
        all_opportunities.opportunity_id as record_id,
        all_opportunities.source_name,
        coalesce(all_opportunities.is_deleted, false) as is_deleted,
        all_opportunities.merged_into_id is not null as is_merged,
        coalesce(record_places.place, 0) as place
    from grouped_deals
    inner join all_opportunities
        on grouped_deals.record_id = all_opportunities.opportunity_id
    left join record_places
        on
            all_opportunities.source_name = record_places.source_name
            and record_places.table_name = 'opportunities'

),

ranked as (

    select
        members.*,
        count(*) over (partition by group_id) as records,
        min(place) over (partition by group_id) as first_place,
        row_number() over (
            partition by group_id
            order by
                place,
                case when is_merged then 1 else 0 end,
                case when is_deleted then 1 else 0 end,
                record_id
        ) as turn
    from members

),

surviving as (

    select
        group_id,
        record_id,
        source_name,
        turn
    from ranked
    where
        turn = 1
        or (place = first_place and not is_merged)

),

neighbours as (

    select
        record_id,
        other_id,
        how
    from pairs_deals

    union all

    select
        other_id as record_id,
        record_id as other_id,
        how
    from pairs_deals

),

-- Of several ways in which a record is known, the id that the systems keep comes first.
nearest as (

    select
        neighbours.record_id,
        max(neighbours.how) as how,
        min(surviving.turn) as turn
    from neighbours
    left join surviving
        on neighbours.other_id = surviving.record_id
    group by neighbours.record_id

)

select
    ranked.record_id as opportunity_id,
    coalesce(own.record_id, chosen.record_id) as surviving_id,
    ranked.source_name,
    ranked.turn,
    nearest.how,
    'strong' as strength,
    coalesce(ranked.source_name <> coalesce(own.source_name, chosen.source_name), false)
        as is_elsewhere

from ranked

inner join nearest
    on ranked.record_id = nearest.record_id

left join surviving as own
    on ranked.record_id = own.record_id

inner join surviving as chosen
    on
        ranked.group_id = chosen.group_id
        and coalesce(nearest.turn, 1) = chosen.turn

where ranked.records > 1
