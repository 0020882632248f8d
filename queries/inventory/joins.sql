-- One row per column that names rows of another table, the worst first.
select
    table_name,
    column_name,
    refers_to,
    filled,
    unmatched

from joins

order by
    unmatched / filled desc,
    table_name,
    column_name
