-- One row per deal with a creation date: how each of its clocks, started on the recorded day of
-- creation, ended by the as-of date. Elapsed days are differences of local dates. Silence now has the
-- threshold of the config; silence from the start is in fct_deal_starts.
with

open_stages as (

    select
        pipeline,
        count(*) as open_stages,
        max(rank) as last_open_rank
    from stages
    where role = 'open'
    group by pipeline

),

first_moves as (

    select
        fct_stage_moves.opportunity_id,
        min(fct_stage_moves.moved_date) as first_moved_date
    from fct_stage_moves
    cross join clock
    where
        fct_stage_moves.is_forward
        and date_diff('day', fct_stage_moves.moved_date, clock.as_of_date) >= 3
    group by fct_stage_moves.opportunity_id

),

deals as (

    select
        opportunities.opportunity_id,
        opportunities.next_contact_date,
        clock.as_of_date,
        settings.stall_days,
        fct_deal_outcomes.outcome,
        fct_deal_outcomes.closed_date,
        fct_deal_outcomes.stage_role,
        first_moves.first_moved_date,
        coalesce(opportunities.recorded_date, opportunities.created_date) as created_date,
        coalesce(
            fct_deal_outcomes.first_rank = open_stages.last_open_rank
            and fct_deal_outcomes.first_role = 'open'
            and open_stages.open_stages >= 2
            -- Else the history begins later, and nobody knows where the deal began.
            and date_diff(
                'day',
                coalesce(opportunities.recorded_date, opportunities.created_date),
                fct_deal_outcomes.first_known_date
            ) <= 1, false
        ) as is_born_in_last_stage

    from opportunities

    cross join clock

    cross join settings

    inner join fct_deal_outcomes
        on opportunities.opportunity_id = fct_deal_outcomes.opportunity_id

    left join open_stages
        on opportunities.pipeline = open_stages.pipeline

    left join first_moves
        on opportunities.opportunity_id = first_moves.opportunity_id

    where coalesce(opportunities.recorded_date, opportunities.created_date) is not null

),

signs as (

    select
        deals.opportunity_id,
        min(
            case
                when fct_deal_signs.sign_date > deals.created_date then fct_deal_signs.sign_date
            end
        ) as first_sign_date,
        min(
            case
                when
                    fct_deal_signs.sign_date > deals.created_date
                    and not fct_deal_signs.is_buyer then fct_deal_signs.sign_date
            end
        ) as first_change_date,
        max(fct_deal_signs.sign_date) as last_sign_date,
        bool_or(fct_deal_signs.is_buyer) as has_buyer_sign
    from deals
    inner join fct_deal_signs
        on deals.opportunity_id = fct_deal_signs.opportunity_id
    where
        fct_deal_signs.sign_date >= deals.created_date
        and fct_deal_signs.sign_date <= deals.as_of_date
    group by deals.opportunity_id

),

-- Until when the buyer asked to wait: sixty days after the last sign at most.
waits as (

    select
        deals.opportunity_id,
        coalesce(signs.last_sign_date, deals.created_date) as last_sign_date,
        case
            when deals.next_contact_date > coalesce(signs.last_sign_date, deals.created_date)
                then
                    least(
                        date_diff(
                            'day',
                            coalesce(signs.last_sign_date, deals.created_date),
                            deals.next_contact_date
                        ), 60
                    )
            else 0
        end as asked_days
    from deals
    left join signs
        on deals.opportunity_id = signs.opportunity_id

),

-- Days in a stage of role parked, from the start and since the date the buyer asked for.
parked_stages as (

    select
        deals.opportunity_id,
        min(fct_deal_stages.known_date) as first_parked_date,
        sum(
            greatest(
                date_diff(
                    'day',
                    waits.last_sign_date,
                    coalesce(fct_deal_stages.until_date, deals.as_of_date)
                )
                - greatest(
                    date_diff('day', waits.last_sign_date, fct_deal_stages.known_date),
                    waits.asked_days
                ), 0
            )
        ) as days_in_parked_stage
    from deals
    inner join waits
        on deals.opportunity_id = waits.opportunity_id
    inner join fct_deal_stages
        on deals.opportunity_id = fct_deal_stages.opportunity_id
    where fct_deal_stages.role = 'parked'
    group by deals.opportunity_id

),

-- An editable close date may lie before the creation: such a deal ends on its first day.
measured as (

    select
        deals.*,
        signs.first_sign_date,
        coalesce(signs.has_buyer_sign, false) as has_buyer_sign,
        waits.last_sign_date,
        waits.asked_days,
        case
            when deals.closed_date < deals.created_date then 0
            else date_diff('day', deals.created_date, deals.closed_date)
        end as close_days,
        case
            when deals.first_moved_date < deals.created_date then 0
            else date_diff('day', deals.created_date, deals.first_moved_date)
        end as move_days,
        case
            when deals.as_of_date < deals.created_date then 0
            else date_diff('day', deals.created_date, deals.as_of_date)
        end as open_days,
        date_diff('day', deals.created_date, signs.first_sign_date) as first_sign_days,
        date_diff('day', deals.created_date, signs.first_change_date) as first_change_days,
        date_diff('day', deals.created_date, parked_stages.first_parked_date)
            as first_parked_days,
        cast(coalesce(parked_stages.days_in_parked_stage, 0) as bigint)
            as days_in_parked_stage
    from deals
    inner join waits
        on deals.opportunity_id = waits.opportunity_id
    left join signs
        on deals.opportunity_id = signs.opportunity_id
    left join parked_stages
        on deals.opportunity_id = parked_stages.opportunity_id
    -- A deal that closed nobody knows when stands on no clock.
    where deals.outcome = 'open' or deals.closed_date is not null

),

-- Parked: from the last sign until the date the buyer asked for, at most sixty days; and in stages
-- of role parked.
timed as (

    select
        measured.*,
        date_diff('day', last_sign_date, as_of_date) as days_since_sign,
        asked_days + days_in_parked_stage as parked_days,
        is_born_in_last_stage or coalesce(close_days <= 1, false) as is_born_closed,
        coalesce(next_contact_date > created_date, false) as is_asked_to_wait
    from measured

)

select
    opportunity_id,
    created_date,
    is_born_closed,
    has_buyer_sign,
    last_sign_date,
    first_sign_days,
    first_change_days,
    first_parked_days,
    is_asked_to_wait,
    close_days,
    open_days,
    asked_days,
    parked_days,
    case outcome when 'open' then 'censored' else outcome end as close_kind,
    case outcome when 'open' then open_days else close_days end as days_to_close,
    -- Moves must hold three days, so this clock ends three days before the as-of date.
    open_days >= 3 as is_old_enough_to_move,
    greatest(least(open_days - 3, close_days), 0) as watched_days,
    case
        when move_days <= least(open_days - 3, close_days) then 'moved'
        when outcome = 'won' and close_days <= open_days - 3 then 'moved'
        when outcome = 'lost' and close_days <= open_days - 3 then 'lost'
        else 'censored'
    end as move_kind,
    case
        when move_days <= least(open_days - 3, close_days) then move_days
        when outcome <> 'open' and close_days <= open_days - 3 then close_days
        else greatest(open_days - 3, 0)
    end as days_to_move,
    outcome = 'open'
    and coalesce(stage_role, 'open') <> 'parked'
    and days_since_sign - least(parked_days, days_since_sign) > stall_days as is_silent_now,
    case
        when outcome = 'open' then days_since_sign - least(parked_days, days_since_sign)
    end as silent_days,
    -- Without a sign for as long, and not silent for being parked; or silent although the date
    -- asked for is still to come, for it parks sixty days at most.
    case
        when outcome <> 'open' or days_since_sign <= stall_days then null
        when
            coalesce(stage_role, 'open') = 'parked'
            or days_since_sign - least(parked_days, days_since_sign) <= stall_days then 'parked'
        when next_contact_date > as_of_date then 'parked_too_long'
    end as parking

from timed
