-- One row per deal that stands on the clock of moves and time in one state, until it moved or was
-- lost or was last watched: `talking`, or `silent` from the first day that is more than 21 days
-- after a sign of life (parked days left out) until the next sign. In days since the creation; all
-- rows of a deal tell how its clock ended. A deal's state on a day rests on what was known that day.
with

-- Days parked before the deal had been silent for too long.
parked_before as (

    select
        opportunity_id,
        from_days,
        sum(parked_days) as parked_days
    from fct_deal_parkings
    where quiet_days_before <= 21
    group by
        opportunity_id,
        from_days

),

changes as (

    select
        opportunity_id,
        0 as from_days,
        'talking' as state
    from fct_deal_clocks

    union all

    select
        fct_deal_gaps.opportunity_id,
        fct_deal_gaps.from_days
        + 22
        + cast(coalesce(parked_before.parked_days, 0) as bigint) as from_days,
        'silent' as state
    from fct_deal_gaps
    left join parked_before
        on
            fct_deal_gaps.opportunity_id = parked_before.opportunity_id
            and fct_deal_gaps.from_days = parked_before.from_days
    where fct_deal_gaps.quiet_days > 21

    union all

    select
        opportunity_id,
        until_days as from_days,
        'talking' as state
    from fct_deal_gaps
    where
        quiet_days > 21
        and end_kind = 'touched'

),

-- A clock that stopped on a day saw that day to its end; one that ended on it did not.
watched as (

    select
        changes.opportunity_id,
        changes.state,
        changes.from_days,
        fct_deal_clocks.move_kind,
        fct_deal_clocks.days_to_move,
        lead(changes.from_days) over (
            partition by changes.opportunity_id
            -- Silent and touched on one day: silent first, for no time at all.
            order by
                changes.from_days,
                changes.state
        ) as next_days
    from changes
    inner join fct_deal_clocks
        on changes.opportunity_id = fct_deal_clocks.opportunity_id
    where
        changes.from_days = 0
        or changes.from_days < fct_deal_clocks.days_to_move
        or (
            fct_deal_clocks.move_kind = 'censored'
            and changes.from_days = fct_deal_clocks.days_to_move
        )

)

select
    opportunity_id,
    state,
    from_days,
    coalesce(next_days, days_to_move) as until_days,
    next_days is null as is_last,
    move_kind as end_kind

from watched
