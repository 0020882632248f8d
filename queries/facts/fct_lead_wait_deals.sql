-- One row per person who waits for us and new-business deal of theirs created on or after the day
-- the wait began: in days since then, how it stands, and if lost whether to a competitor or because
-- it went dark: by the reason on record, or after a silence as long as the config calls one.
with

went_silent as (

    select distinct opportunity_id
    from fct_deal_silences
    where
        threshold = 'own'
        and end_kind = 'lost'

),

deals as (

    select
        fct_lead_waits.person_id,
        fct_deals.opportunity_id,
        fct_deals.outcome,
        fct_deals.amount_at_close,
        went_silent.opportunity_id is not null as is_silent,
        coalesce(opportunities.competitor, '') <> '' as has_competitor,
        lower(coalesce(opportunities.loss_reason, '')) as loss_reason,
        date_diff('day', fct_lead_waits.waits_from_date, fct_deals.created_date) as created_days,
        date_diff('day', fct_lead_waits.waits_from_date, fct_deals.closed_date) as closed_days
    from fct_lead_waits
    inner join fct_deals
        on fct_lead_waits.person_id = fct_deals.person_id
    inner join opportunities
        on fct_deals.opportunity_id = opportunities.opportunity_id
    left join went_silent
        on fct_deals.opportunity_id = went_silent.opportunity_id
    where
        fct_deals.is_new_business
        and fct_deals.created_date >= fct_lead_waits.waits_from_date

)

select
    person_id,
    opportunity_id,
    outcome,
    created_days,
    closed_days,
    amount_at_close,
    outcome = 'lost' and (has_competitor or loss_reason like '%competit%')
        as is_lost_to_competitor,
    outcome = 'lost'
    and not has_competitor
    and loss_reason not like '%competit%'
    and (
        is_silent
        or loss_reason like '%no response%'
        or loss_reason like '%no reply%'
        or loss_reason like '%unresponsive%'
        or loss_reason like '%went dark%'
        or loss_reason like '%gone dark%'
        or loss_reason like '%went silent%'
        or loss_reason like '%ghost%'
    ) as is_gone_dark

from deals
