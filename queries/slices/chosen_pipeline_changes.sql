-- The events of the chosen deals up to the end of the period: those before its first month made what
-- was open at the start. Events without a date count where no period is asked for.
select
    fct_pipeline_changes.opportunity_id,
    chosen_deals.cluster_id,
    chosen_deals.group_name,
    case
        when fct_pipeline_changes.changed_month < $from_month::date then 'open_at_start'
        else fct_pipeline_changes.component
    end as component,
    fct_pipeline_changes.deals,
    fct_pipeline_changes.amount

from fct_pipeline_changes

inner join chosen_deals
    on fct_pipeline_changes.opportunity_id = chosen_deals.opportunity_id

where
    ($to_month::date is null or fct_pipeline_changes.changed_month <= $to_month::date)
    and ($to_day::date is null or fct_pipeline_changes.changed_date <= $to_day::date)
    and (
        fct_pipeline_changes.changed_month is not null
        or ($from_month::date is null and $to_month::date is null)
    )
