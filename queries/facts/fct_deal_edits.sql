-- One row per deal and recorded change of its amount, in the currency of the deal, or of the day on
-- which it is planned to close. What it was created with is no change; a value that was first
-- recorded later has none before it.
with

plans as (

    select
        opportunity_id,
        actor_id,
        expected_close_date,
        coalesce(recorded_at, changed_at) as known_at,
        coalesce(recorded_date, changed_date) as known_date,
        row_number() over (
            partition by opportunity_id
            order by
                coalesce(recorded_at, changed_at),
                expected_close_date
        ) as place
    from deal_changes
    where expected_close_date is not null

),

edits as (

    select
        opportunity_id,
        actor_id,
        'amount' as kind,
        lag(amount) over (partition by opportunity_id order by place) as amount_before,
        amount,
        cast(null as date) as close_date_before,
        cast(null as date) as close_date,
        known_at,
        known_date
    from fct_deal_amount_changes

    union all

    select
        opportunity_id,
        actor_id,
        'close_date' as kind,
        cast(null as double) as amount_before,
        cast(null as double) as amount,
        lag(expected_close_date) over (partition by opportunity_id order by place)
            as close_date_before,
        expected_close_date as close_date,
        known_at,
        known_date
    from plans

)

select
    edits.opportunity_id,
    edits.kind,
    coalesce(opportunities.currency, settings.currency) as currency,
    edits.amount_before,
    edits.amount,
    coalesce(users.is_integration, false) as is_integration,
    edits.close_date_before,
    edits.close_date,
    edits.known_at as edited_at,
    edits.known_date as edited_date

from edits

inner join opportunities
    on edits.opportunity_id = opportunities.opportunity_id

inner join fct_deal_outcomes
    on edits.opportunity_id = fct_deal_outcomes.opportunity_id

cross join settings

left join users
    on edits.actor_id = users.user_id

where
    coalesce(edits.amount <> edits.amount_before, false)
    or coalesce(edits.close_date <> edits.close_date_before, false)
    or (
        edits.amount_before is null
        and edits.close_date_before is null
        and edits.known_date > coalesce(opportunities.recorded_date, opportunities.created_date)
    )
