-- One row per currency and first day of a rate. Salesforce says how much of a currency one unit of
-- the corporate currency buys, we what one of it is worth in the company's: where these two are not
-- the same the company's own rate of the day turns one into the other.
with

dated as (

    select
        source_name,
        currency,
        conversion_rate,
        try_cast(substring(starts_on, 1, 10) as date) as valid_from_date
    from raw_salesforce__dated_conversion_rate
    where conversion_rate > 0

),

-- A currency without dated rates has one for all time.
undated as (

    select
        raw_salesforce__currency_type.source_name,
        raw_salesforce__currency_type.currency,
        raw_salesforce__currency_type.conversion_rate,
        date '1970-01-01' as valid_from_date
    from raw_salesforce__currency_type
    left join (select distinct source_name, currency from dated) as has_dates
        on
            raw_salesforce__currency_type.source_name = has_dates.source_name
            and raw_salesforce__currency_type.currency = has_dates.currency
    where
        has_dates.currency is null
        and raw_salesforce__currency_type.conversion_rate > 0

),

corporate_rates as (

    select
        dated.source_name,
        dated.currency,
        dated.conversion_rate,
        dated.valid_from_date
    from dated
    where dated.valid_from_date is not null
    union all
    select
        undated.source_name,
        undated.currency,
        undated.conversion_rate,
        undated.valid_from_date
    from undated

),

-- Every currency on every day on which one of them changes.
days as (

    select
        currencies.source_name,
        currencies.currency,
        first_days.valid_from_date
    from (select distinct source_name, currency from corporate_rates) as currencies
    inner join (select distinct source_name, valid_from_date from corporate_rates) as first_days
        on currencies.source_name = first_days.source_name

),

rates_of_days as (

    select
        days.source_name,
        days.currency,
        days.valid_from_date,
        last_value(corporate_rates.conversion_rate ignore nulls) over (
            partition by days.source_name, days.currency
            order by days.valid_from_date
            rows between unbounded preceding and current row
        ) as conversion_rate
    from days
    left join corporate_rates
        on
            days.source_name = corporate_rates.source_name
            and days.currency = corporate_rates.currency
            and days.valid_from_date = corporate_rates.valid_from_date

),

of_the_company as (

    select
        rates_of_days.source_name,
        rates_of_days.valid_from_date,
        rates_of_days.conversion_rate
    from rates_of_days
    inner join settings
        on rates_of_days.currency = settings.currency

)

select
    rates_of_days.source_name,
    rates_of_days.currency,
    -- No rate is nought, so its power of minus one is there.
    of_the_company.conversion_rate * power(rates_of_days.conversion_rate, -1) as rate,
    rates_of_days.valid_from_date

from rates_of_days

inner join of_the_company
    on
        rates_of_days.source_name = of_the_company.source_name
        and rates_of_days.valid_from_date = of_the_company.valid_from_date

cross join settings

where
    rates_of_days.currency <> settings.currency
    and rates_of_days.conversion_rate is not null
    and of_the_company.conversion_rate is not null
