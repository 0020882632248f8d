/*
title = "Sources that are in no family"
table = "opportunities"
severity = "note"
mend = "List them under [source_families] in gatecost.toml: until then they are other."
*/
with

sources as (

    select
        source,
        count(*) as records
    from leads
    group by source

    union all

    select
        source,
        count(*) as records
    from opportunities
    group by source

)

select
    sources.source as record_id,
    sum(sources.records) || ' leads and deals' as detail

from sources

left join config_source_families
    on sources.source = config_source_families.source

where
    sources.source is not null
    and config_source_families.source is null
    and (select count(declared.family) from config_source_families as declared) > 0

group by sources.source
