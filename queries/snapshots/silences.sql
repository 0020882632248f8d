-- One row per time a chosen deal was silent for longer than the company's threshold: the day on which
-- it fell silent, and how and when that ended.
select
    chosen_silences.opportunity_id as record_id,
    fct_deals.size_band,
    fct_deals.created_date + cast(chosen_silences.onset_days as integer)
        as fell_silent_date,
    fct_deals.created_date
    + cast(chosen_silences.onset_days + chosen_silences.days_silent as integer) as ended_date,
    chosen_silences.end_kind

from chosen_silences

inner join fct_deals
    on chosen_silences.opportunity_id = fct_deals.opportunity_id

where
    chosen_silences.threshold = 'own'
    and not chosen_silences.is_born_closed
