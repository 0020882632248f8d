-- One row per table, two systems and way in which records of both were found to be the same: those
-- that both hold, and those that one alone holds.
with

-- What the systems keep of each other comes before the address.
ways as (

    select
        'leads' as table_name,
        link_persons.person_id as held_id,
        max(pairs_persons.how) as how
    from pairs_persons
    inner join link_persons
        on pairs_persons.record_id = link_persons.record_id
    where pairs_persons.how <> 'merged'
    group by link_persons.person_id

    union all

    select
        'opportunities' as table_name,
        surviving_id as held_id,
        'synced_id' as how
    from link_deals
    where is_elsewhere
    group by surviving_id

    union all

    select
        'accounts' as table_name,
        surviving_id as held_id,
        'synced_id' as how
    from link_accounts
    where is_elsewhere
    group by surviving_id

),

systems as (

    select
        held_records.table_name,
        held_records.source_name,
        count(*) as records
    from held_records
    group by
        held_records.table_name,
        held_records.source_name

),

shared as (

    select
        held_records.table_name,
        held_records.source_name,
        others.source_name as other_source,
        coalesce(ways.how, 'synced_id') as how,
        count(*) as matched
    from held_records
    inner join held_records as others
        on
            held_records.table_name = others.table_name
            and held_records.held_id = others.held_id
            and held_records.source_name < others.source_name
    left join ways
        on
            held_records.table_name = ways.table_name
            and held_records.held_id = ways.held_id
    group by
        held_records.table_name,
        held_records.source_name,
        others.source_name,
        coalesce(ways.how, 'synced_id')

),

shared_in_all as (

    select
        table_name,
        source_name,
        other_source,
        cast(sum(matched) as bigint) as matched
    from shared
    group by
        table_name,
        source_name,
        other_source

)

select
    systems.table_name,
    systems.source_name,
    others.source_name as other_source,
    coalesce(shared.how, 'none') as how,
    case when shared.how is null then 'none' else 'strong' end as strength,
    coalesce(shared.matched, 0) as matched,
    systems.records - coalesce(shared_in_all.matched, 0) as only_here,
    others.records - coalesce(shared_in_all.matched, 0) as only_there
from systems
inner join systems as others
    on
        systems.table_name = others.table_name
        and systems.source_name < others.source_name
left join shared_in_all
    on
        systems.table_name = shared_in_all.table_name
        and systems.source_name = shared_in_all.source_name
        and others.source_name = shared_in_all.other_source
left join shared
    on
        systems.table_name = shared.table_name
        and systems.source_name = shared.source_name
        and others.source_name = shared.other_source
