-- The rows of a mixed measure that are parts of a whole.
select * exclude (end_kind, elapsed_days)

from measured

where end_kind is null
