-- view: the exports' own rows, each once.
-- One row per pipeline and stage; where two systems say it, the word of the system of record.
-- The config's own word comes first.
select
    all_stages.source_name,
    all_stages.pipeline,
    all_stages.stage,
    all_stages.role,
    all_stages.rank,
    all_stages.probability

from all_stages

left join record_places
    on
        all_stages.source_name = record_places.source_name
        and record_places.table_name = 'stages'

qualify
    row_number() over (
        partition by all_stages.pipeline, all_stages.stage
        order by
            case when all_stages.source_name = 'config' then 0 else 1 end,
            coalesce(record_places.place, 0)
    ) = 1
