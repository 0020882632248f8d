-- One row per source, kind of touch and direction: how many there are.
select
    source_name,
    kind,
    direction,
    count(*) as touches

from touches

where kind is not null

group by source_name, kind, direction

order by touches desc, source_name, kind, direction
