-- One row per column of a table that any export feeds: how many of its rows have a value.
with

sizes as (

    select
        table_name,
        rows as table_rows
    from supplied
    where column_name = 'source_name'

)

select
    supplied.table_name,
    supplied.column_name,
    supplied.rows as filled,
    sizes.table_rows

from supplied

inner join sizes
    on supplied.table_name = sizes.table_name

where
    sizes.table_rows > 0
    and supplied.column_name not in ('source_name', 'date_quality')
    and not starts_with(supplied.column_name, 'dim_')
    and not ends_with(supplied.column_name, '_date')

order by
    supplied.table_name,
    filled desc,
    supplied.column_name
