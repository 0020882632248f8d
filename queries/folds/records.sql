-- One row per record, as the measure gives it.
select *

from folding
