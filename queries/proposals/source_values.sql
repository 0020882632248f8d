-- One row per lead source: how many leads and deals carry it.
select
    source,
    count(*) filter (where kind = 'lead') as leads,
    count(*) filter (where kind = 'deal') as deals

from (
    select
        source,
        'lead' as kind
    from leads
    union all
    select
        source,
        'deal' as kind
    from opportunities
) as carried

where source is not null

group by source

order by leads + deals desc, source
