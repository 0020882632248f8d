-- The rows of a split measure as one whole: no groups, no periods.
select
    * replace (
        'All' as group_name,
        cast(null as date) as period
    )

from measured_split
