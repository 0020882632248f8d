-- One row per pipeline and two stages that some deal entered both: how many did, and how many of them
-- entered the first-named one first.
with

first_entries as (

    select
        deal_changes.opportunity_id,
        coalesce(opportunities.pipeline, 'default') as pipeline,
        deal_changes.stage,
        min(deal_changes.changed_at) as entered_at
    from deal_changes
    left join opportunities
        on deal_changes.opportunity_id = opportunities.opportunity_id
    where deal_changes.stage is not null
    group by all

)

select
    earlier.pipeline,
    earlier.stage,
    later.stage as other,
    count(*) as deals,
    count(*) filter (where earlier.entered_at < later.entered_at) as deals_first

from first_entries as earlier

inner join first_entries as later
    on
        earlier.opportunity_id = later.opportunity_id
        and earlier.pipeline = later.pipeline

where earlier.stage <> later.stage

group by earlier.pipeline, earlier.stage, later.stage

order by earlier.pipeline, earlier.stage, later.stage
