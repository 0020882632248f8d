-- One row per value that this build states otherwise than the one before, of a business day that
-- was over for both: changed, added late (no old value), or gone (no new one).
with

-- The as-of day of the older build: it was not over yet, what came later on it is news.
known as (

    select least(clock.as_of_date, clock_before.as_of_date) as as_of_date
    from clock
    cross join clock_before

),

compared as (

    select
        coalesce(stated_before.table_name, stated_now.table_name) as table_name,
        coalesce(stated_before.record_id, stated_now.record_id) as record_id,
        coalesce(stated_before.column_name, stated_now.column_name) as column_name,
        coalesce(stated_before.business_date, stated_now.business_date) as business_date,
        least(stated_before.business_date, stated_now.business_date) as first_business_date,
        stated_before.stated_value as old_value,
        stated_now.stated_value as new_value
    from stated_before
    full outer join stated_now
        on
            stated_before.table_name = stated_now.table_name
            and stated_before.record_id = stated_now.record_id
            and stated_before.column_name = stated_now.column_name
            and stated_before.occurrence = stated_now.occurrence

)

select
    clock.as_of_at as built_as_of,
    compared.table_name,
    compared.record_id,
    compared.column_name,
    compared.business_date,
    compared.old_value,
    compared.new_value
from compared
cross join clock
cross join known
where
    compared.old_value is distinct from compared.new_value
    and compared.first_business_date < known.as_of_date
