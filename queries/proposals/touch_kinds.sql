-- One row per kind of touch and direction: how many there are.
select
    kind,
    direction,
    count(*) as touches

from touches

where kind is not null

group by kind, direction

order by touches desc, kind, direction
