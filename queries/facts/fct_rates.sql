-- One row per currency and span of days: units of the company's currency for one of it.
with

all_rates as (

    select
        currency,
        valid_from_date,
        rate
    from config_rates

    union all

    select
        currency,
        valid_from_date,
        rate
    from exchange_rates

)

select
    currency,
    rate,
    valid_from_date,
    coalesce(
        lead(valid_from_date) over (partition by currency order by valid_from_date),
        date '9999-12-31'
    ) as valid_until_date

from all_rates
