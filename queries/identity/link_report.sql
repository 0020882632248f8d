-- One row per table, two systems and way in which their records were found to be the same. Between
-- two systems `matched` counts people, deals or accounts that both hold, `only_here` and
-- `only_there` those that one alone holds. Within one system (no other one is named) it counts
-- records. Weak matches are counted and never merged; strength none was not linked.
select
    table_name,
    source_name,
    other_source,
    how,
    strength,
    matched,
    only_here,
    only_there
from report_between

union all

select
    table_name,
    source_name,
    other_source,
    how,
    strength,
    matched,
    cast(null as bigint) as only_here,
    cast(null as bigint) as only_there
from report_alike

union all

select
    table_name,
    source_name,
    cast(null as varchar) as other_source,
    how,
    strength,
    matched,
    cast(null as bigint) as only_here,
    cast(null as bigint) as only_there
from report_within
