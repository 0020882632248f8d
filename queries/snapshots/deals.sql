-- One row per chosen deal: how it stood on the day of a snapshot.
select
    fct_deals.opportunity_id,
    fct_deals.account_id,
    fct_deals.account_name,
    fct_deals.created_date,
    fct_deals.closed_date,
    fct_deals.outcome,
    fct_deals.stage,
    fct_deals.amount_at_creation,
    fct_deals.amount_at_close,
    fct_deals.amount_at_as_of,
    fct_deals.path_class,
    fct_deals.size_band,
    fct_deals.silent_days,
    coalesce(fct_deals.is_silent_now, false) as is_silent,
    coalesce(fct_deals.is_turned_away_first, false) as is_turned_away_first,
    fct_deals.last_fail_date,
    fct_deals.last_fail_reason,
    fct_deals.last_sign_date

from fct_deals

semi join chosen_deals
    on fct_deals.opportunity_id = chosen_deals.opportunity_id
