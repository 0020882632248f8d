-- One row per deal: its amount when it was created, when it was closed and at the as-of date, in
-- the company's currency by the rate of that day. An amount that was never recorded, or whose
-- currency has no rate, stays null: it is not replaced by another.
with

snapshot_amounts as (

    select
        fct_deal_amount_changes.opportunity_id,
        min_by(fct_deal_amount_changes.amount, fct_deal_amount_changes.place) as first_amount,
        max_by(fct_deal_amount_changes.amount, fct_deal_amount_changes.place) as last_amount,
        max_by(fct_deal_amount_changes.amount, fct_deal_amount_changes.place)
        filter (where fct_deal_amount_changes.known_date <= fct_deal_outcomes.closed_date)
            as amount_when_closed
    from fct_deal_amount_changes
    inner join fct_deal_outcomes
        on fct_deal_amount_changes.opportunity_id = fct_deal_outcomes.opportunity_id
    group by fct_deal_amount_changes.opportunity_id

),

amounts as (

    select
        opportunities.opportunity_id,
        coalesce(opportunities.currency, settings.currency) as currency,
        settings.currency as company_currency,
        coalesce(opportunities.recorded_date, opportunities.created_date) as created_date,
        fct_deal_outcomes.closed_date,
        clock.as_of_date,
        snapshot_amounts.first_amount as amount_at_creation,
        case
            when fct_deal_outcomes.outcome <> 'open'
                then coalesce(snapshot_amounts.amount_when_closed, opportunities.amount)
        end as amount_at_close,
        case
            when fct_deal_outcomes.outcome = 'open'
                then coalesce(snapshot_amounts.last_amount, opportunities.amount)
        end as amount_at_as_of

    from opportunities

    inner join fct_deal_outcomes
        on opportunities.opportunity_id = fct_deal_outcomes.opportunity_id

    left join snapshot_amounts
        on opportunities.opportunity_id = snapshot_amounts.opportunity_id

    cross join clock

    cross join settings

),

-- The company's own currency is worth one on every day, also on one that nobody knows.
rated as (

    select
        amounts.opportunity_id,
        amounts.currency,
        amounts.amount_at_creation,
        amounts.amount_at_close,
        amounts.amount_at_as_of,
        case
            when amounts.currency = amounts.company_currency then 1.0
            else rates_at_creation.rate
        end as rate_at_creation,
        case
            when amounts.currency = amounts.company_currency then 1.0
            else rates_at_close.rate
        end as rate_at_close,
        case
            when amounts.currency = amounts.company_currency then 1.0
            else rates_at_as_of.rate
        end as rate_at_as_of

    from amounts

    left join fct_rates as rates_at_creation
        on
            amounts.currency = rates_at_creation.currency
            and amounts.created_date >= rates_at_creation.valid_from_date
            and amounts.created_date < rates_at_creation.valid_until_date

    left join fct_rates as rates_at_close
        on
            amounts.currency = rates_at_close.currency
            and amounts.closed_date >= rates_at_close.valid_from_date
            and amounts.closed_date < rates_at_close.valid_until_date

    left join fct_rates as rates_at_as_of
        on
            amounts.currency = rates_at_as_of.currency
            and amounts.as_of_date >= rates_at_as_of.valid_from_date
            and amounts.as_of_date < rates_at_as_of.valid_until_date

)

select
    opportunity_id,
    currency,
    amount_at_creation * rate_at_creation as amount_at_creation,
    amount_at_close * rate_at_close as amount_at_close,
    amount_at_as_of * rate_at_as_of as amount_at_as_of,
    -- For size bands alone: the best known of the three.
    coalesce(
        amount_at_close * rate_at_close,
        amount_at_as_of * rate_at_as_of,
        amount_at_creation * rate_at_creation
    ) as amount_at_any

from rated
