-- The rows of a split trend as one whole: no groups, but each in its month.
select * replace ('All' as group_name)

from measured_split
