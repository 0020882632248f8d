-- One row per change of a deal's amount or of the day on which it is planned to close.
select
    edited_date as day,
    edited_at as happened_at,
    kind,
    currency,
    amount_before,
    amount,
    close_date_before,
    close_date,
    is_integration

from fct_deal_edits

where opportunity_id = $deal_id::varchar
