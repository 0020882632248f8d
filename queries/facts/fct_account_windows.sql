-- One row per month with verdicts that had a full year since, and kind of accounts that nobody ever
-- judged: how many there were by then, and how many won a deal created in the 365 days from the middle
-- of the month.
with

months as (

    select
        start_month,
        cast(start_month + interval '14' day as date) as starts_date
    from fct_verdict_spells
    where age_days >= 365
    group by start_month

),

windows as (

    select
        fct_account_kinds.*,
        months.start_month,
        months.starts_date,
        fct_account_kinds.alike
        || case
            when fct_account_kinds.first_won_date < months.starts_date then 'customer' else 'new'
        end as stratum
    from fct_account_kinds
    cross join months
    where
        not fct_account_kinds.is_judged
        and coalesce(fct_account_kinds.created_date <= months.starts_date, true)

),

wins as (

    select
        fct_deals.account_id,
        months.start_month
    from fct_deals
    cross join months
    where
        fct_deals.outcome = 'won'
        and fct_deals.is_new_business
        and fct_deals.created_date > months.starts_date
        and date_diff('day', months.starts_date, fct_deals.created_date) <= 365
    group by fct_deals.account_id, months.start_month

)

select
    windows.start_month,
    windows.stratum,
    windows.dim_1,
    windows.dim_2,
    windows.dim_3,
    windows.dim_4,
    windows.dim_5,
    windows.dim_6,
    windows.dim_7,
    windows.dim_8,
    count(*) as others,
    count(wins.account_id) as others_won,
    count(*) filter (where windows.has_deal) as others_with_deal

from windows

left join wins
    on
        windows.account_id = wins.account_id
        and windows.start_month = wins.start_month

group by
    windows.start_month,
    windows.stratum,
    windows.dim_1,
    windows.dim_2,
    windows.dim_3,
    windows.dim_4,
    windows.dim_5,
    windows.dim_6,
    windows.dim_7,
    windows.dim_8
