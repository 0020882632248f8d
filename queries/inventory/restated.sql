-- One row per column of which records say another thing than in an earlier build.
select
    table_name,
    column_name,
    count(*) as records,
    cast(max(built_as_of) as date) as last_as_of

from restatements

group by
    table_name,
    column_name

order by
    records desc,
    table_name,
    column_name
