-- All rows of a measure.
select *

from measured
