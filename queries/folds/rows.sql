-- One row per record of a ledger, the largest first.
select *

from folding

order by
    sort_value desc nulls last,
    record_id
