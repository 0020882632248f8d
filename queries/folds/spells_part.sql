-- The rows of a mixed measure that began at a time and ended, or not yet.
select * exclude (numerator, denominator)

from measured

where end_kind is not null
