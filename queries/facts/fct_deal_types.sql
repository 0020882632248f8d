-- One row per deal whose recorded types reach back to the day after its creation: the type it began
-- with, the last one by its close, and how often it changed by then.
with

told as (

    select
        deal_changes.opportunity_id,
        deal_changes.type,
        coalesce(deal_changes.recorded_date, deal_changes.changed_date) as known_date,
        coalesce(opportunities.recorded_date, opportunities.created_date) as created_date,
        row_number() over saves as place,
        lag(deal_changes.type) over saves as type_before

    from deal_changes

    inner join opportunities
        on deal_changes.opportunity_id = opportunities.opportunity_id

    inner join fct_deal_outcomes
        on deal_changes.opportunity_id = fct_deal_outcomes.opportunity_id

    where
        deal_changes.type is not null
        and coalesce(
            coalesce(deal_changes.recorded_date, deal_changes.changed_date)
            <= fct_deal_outcomes.closed_date, true
        )

    window
        saves as (
            partition by deal_changes.opportunity_id
            order by
                coalesce(deal_changes.recorded_at, deal_changes.changed_at),
                deal_changes.type
        )

),

last_places as (

    select
        opportunity_id,
        max(place) as last_place,
        count(*) filter (where type <> type_before) as type_changes
    from told
    group by opportunity_id

)

select
    last_places.opportunity_id,
    first_types.type as first_type,
    last_types.type as last_type,
    last_places.type_changes

from last_places

inner join told as first_types
    on
        last_places.opportunity_id = first_types.opportunity_id
        and first_types.place = 1

inner join told as last_types
    on
        last_places.opportunity_id = last_types.opportunity_id
        and last_places.last_place = last_types.place

where date_diff('day', first_types.created_date, first_types.known_date) <= 1
