-- One row per record that contradicts itself in one way.
select
    record_id as record,
    other_id as beside,
    detail

from contradictions

where kind = $kind

order by record_id
