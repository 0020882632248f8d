-- One row per time a deal was silent by the company's threshold, or stood in a stage of role parked.
-- A silence begins on the day of the last sign; since_day is the last day that was still allowed.
select
    fct_deals.created_date + fct_deal_silences.from_days::integer as day,
    fct_deals.created_date
    + (fct_deal_silences.onset_days + fct_deal_silences.days_silent)::integer as until_day,
    fct_deals.created_date + fct_deal_silences.onset_days::integer as since_day,
    'silence' as kind,
    fct_deal_silences.stage,
    fct_deal_silences.threshold_days,
    fct_deal_silences.end_kind

from fct_deal_silences

inner join fct_deals
    on fct_deal_silences.opportunity_id = fct_deals.opportunity_id

where
    fct_deal_silences.opportunity_id = $deal_id::varchar
    and fct_deal_silences.threshold = 'own'

union all

select
    entered_date as day,
    left_date as until_day,
    null as since_day,
    'parked' as kind,
    stage,
    null as threshold_days,
    end_kind

from fct_stage_spells

where
    opportunity_id = $deal_id::varchar
    and role = 'parked'
