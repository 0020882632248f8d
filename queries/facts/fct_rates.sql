-- One row per currency and span of days: units of the company's currency for one of it. Where the
-- config and an export name the same first day the config's rate holds.
with

all_rates as (

    select
        currency,
        valid_from_date,
        rate,
        2 as precedence
    from config_rates

    union all

    select
        currency,
        valid_from_date,
        rate,
        1 as precedence
    from exchange_rates

)

select
    currency,
    rate,
    valid_from_date,
    coalesce(
        lead(valid_from_date) over (
            partition by currency
            order by
                valid_from_date,
                precedence
        ),
        date '9999-12-31'
    ) as valid_until_date

from all_rates
