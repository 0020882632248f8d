-- The events of a deal add up to what it is now: open with its amount, or out of the pipeline.
with

explained as (

    select
        opportunity_id,
        sum(deals) as deals,
        sum(amount) as amount
    from fct_pipeline_changes
    group by opportunity_id

)

select
    fct_deals.opportunity_id,
    explained.deals,
    explained.amount
from fct_deals
left join explained
    on fct_deals.opportunity_id = explained.opportunity_id
where
    coalesce(explained.deals, 0) <> case when fct_deals.outcome = 'open' then 1 else 0 end
    or abs(
        coalesce(explained.amount, 0)
        - coalesce(case when fct_deals.outcome = 'open' then fct_deals.amount_at_as_of end, 0)
    ) >= 0.01
