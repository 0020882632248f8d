-- One row per record that says another thing than in an earlier build.
select
    record_id as record,
    business_date as day,
    old_value as before,
    new_value as now,
    cast(built_as_of as date) as seen_with_data_to

from restatements

where
    table_name = $table_name
    and column_name = $column_name

order by
    built_as_of desc,
    record_id
