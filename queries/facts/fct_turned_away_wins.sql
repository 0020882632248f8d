-- One row per first fail verdict and won deal that was created after it and within 365 days, with the
-- same person or, weaker, with somebody else of the same account. A deal belongs to one verdict: one
-- of its own person before one of the account, then the earliest.
with

matches as (

    select
        fct_verdict_spells.record_id,
        fct_verdict_spells.decided_at,
        fct_verdict_spells.decided_date,
        fct_deals.opportunity_id,
        fct_deals.created_date,
        fct_deals.closed_date,
        fct_deals.amount_at_close,
        'person' as how
    from fct_verdict_spells
    inner join fct_deals
        on fct_verdict_spells.person_id = fct_deals.person_id
    where
        fct_deals.outcome = 'won'
        and fct_deals.is_new_business
        and fct_deals.created_at > fct_verdict_spells.decided_at
        and date_diff('day', fct_verdict_spells.decided_date, fct_deals.created_date) <= 365

    union all

    select
        fct_verdict_spells.record_id,
        fct_verdict_spells.decided_at,
        fct_verdict_spells.decided_date,
        fct_deals.opportunity_id,
        fct_deals.created_date,
        fct_deals.closed_date,
        fct_deals.amount_at_close,
        'account' as how
    from fct_verdict_spells
    inner join fct_deals
        on fct_verdict_spells.account_id = fct_deals.account_id
    where
        fct_deals.outcome = 'won'
        and fct_deals.is_new_business
        and coalesce(fct_deals.person_id <> fct_verdict_spells.person_id, true)
        and fct_deals.created_at > fct_verdict_spells.decided_at
        and date_diff('day', fct_verdict_spells.decided_date, fct_deals.created_date) <= 365

)

select
    record_id,
    opportunity_id,
    how,
    amount_at_close,
    date_diff('day', decided_date, created_date) as lag_days,
    -- An editable close date may lie before the verdict, though the deal was created after it.
    greatest(date_diff('day', decided_date, closed_date), 0) as won_days,
    row_number() over (
        partition by opportunity_id
        order by
            case how when 'person' then 0 else 1 end,
            decided_at,
            record_id
    ) = 1 as is_its_own

from matches
