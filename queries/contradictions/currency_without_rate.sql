/*
title = "Amounts in a currency without a rate"
table = "opportunities"
severity = "warning"
mend = "Add a [[rate]] with currency, rate and since to gatecost.toml: until then these amounts are in no sum."
*/
with

first_rates as (

    select
        rates.currency,
        min(rates.valid_from_date) as valid_from_date
    from (
        select
            currency,
            valid_from_date
        from config_rates
        union all
        select
            currency,
            valid_from_date
        from exchange_rates
    ) as rates
    group by rates.currency

)

select
    opportunities.opportunity_id as record_id,
    opportunities.currency as other_id,
    opportunities.amount || ' ' || opportunities.currency
    || coalesce(', rates start on ' || first_rates.valid_from_date, '') as detail

from opportunities

cross join settings

left join first_rates
    on opportunities.currency = first_rates.currency

where
    opportunities.amount is not null
    and opportunities.currency <> settings.currency
    and (
        first_rates.valid_from_date is null
        or first_rates.valid_from_date
        > coalesce(opportunities.closed_date, opportunities.created_date)
    )
