-- view: the exports' own rows, each once.
-- One row per currency and first day; where two systems say it, the word of the system of record.
select
    all_exchange_rates.source_name,
    all_exchange_rates.currency,
    all_exchange_rates.rate,
    all_exchange_rates.valid_from_date

from all_exchange_rates

left join record_places
    on
        all_exchange_rates.source_name = record_places.source_name
        and record_places.table_name = 'exchange_rates'

qualify
    row_number() over (
        partition by all_exchange_rates.currency, all_exchange_rates.valid_from_date
        order by coalesce(record_places.place, 0)
    ) = 1
