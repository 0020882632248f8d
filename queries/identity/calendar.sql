-- view: the exports' own rows, each once.
-- One row per fiscal month; where two systems say it, the word of the system of record.
select
    all_calendar.source_name,
    all_calendar.fiscal_month,
    all_calendar.starts_date,
    all_calendar.ends_date

from all_calendar

left join record_places
    on
        all_calendar.source_name = record_places.source_name
        and record_places.table_name = 'calendar'

qualify
    row_number() over (
        partition by all_calendar.fiscal_month
        order by coalesce(record_places.place, 0)
    ) = 1
