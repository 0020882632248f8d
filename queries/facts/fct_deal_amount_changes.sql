-- One row per deal and recorded amount, in the order in which they were recorded, in the currency
-- of the deal.
select
    opportunity_id,
    actor_id,
    amount,
    coalesce(recorded_at, changed_at) as known_at,
    coalesce(recorded_date, changed_date) as known_date,
    row_number() over (
        partition by opportunity_id
        order by
            coalesce(recorded_at, changed_at),
            amount
    ) as place

from deal_changes

where amount is not null
