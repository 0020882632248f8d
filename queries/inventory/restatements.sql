-- One row per value that a build stated otherwise than the one before it, in the order kept.
select
    restated_number,
    cast(built_as_of as date) as seen_with_data_to,
    table_name,
    record_id,
    column_name,
    business_date,
    old_value,
    new_value

from restatements

order by
    restated_number nulls first,
    built_as_of,
    table_name,
    record_id,
    column_name,
    business_date
