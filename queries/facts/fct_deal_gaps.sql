-- One row per deal and time without a sign of life that is longer than seven days (no threshold is
-- shorter), in days since the recorded creation, parked days told apart. Being created starts the
-- first; what ends the deal ends the last, and is no sign.
with

starts as (

    select
        opportunity_id,
        0 as from_days
    from fct_deal_clocks

    union all

    select
        fct_deal_clocks.opportunity_id,
        date_diff('day', fct_deal_clocks.created_date, fct_deal_signs.sign_date) as from_days
    from fct_deal_clocks
    inner join fct_deal_signs
        on fct_deal_clocks.opportunity_id = fct_deal_signs.opportunity_id
    where fct_deal_signs.sign_date > fct_deal_clocks.created_date
    group by
        fct_deal_clocks.opportunity_id,
        fct_deal_clocks.created_date,
        fct_deal_signs.sign_date

),

-- On the day a deal is won or lost it ends, whatever else was said that day.
watched as (

    select
        starts.opportunity_id,
        starts.from_days,
        fct_deal_clocks.created_date,
        fct_deal_clocks.days_to_close,
        fct_deal_clocks.close_kind,
        fct_deal_clocks.asked_days,
        fct_deal_clocks.parked_days,
        lead(starts.from_days) over (
            partition by starts.opportunity_id
            order by starts.from_days
        ) as next_days
    from starts
    inner join fct_deal_clocks
        on starts.opportunity_id = fct_deal_clocks.opportunity_id
    where
        starts.from_days = 0
        or starts.from_days < fct_deal_clocks.days_to_close
        or (
            fct_deal_clocks.close_kind = 'censored'
            and starts.from_days = fct_deal_clocks.days_to_close
        )

),

long_ones as (

    select
        watched.*,
        coalesce(next_days, days_to_close) as until_days
    from watched
    where coalesce(next_days, days_to_close) - from_days > 7

),

parked_stages as (

    select
        long_ones.opportunity_id,
        long_ones.from_days,
        sum(
            least(
                long_ones.until_days,
                coalesce(
                    date_diff('day', long_ones.created_date, fct_deal_stages.until_date),
                    long_ones.until_days
                )
            )
            - greatest(
                long_ones.from_days,
                date_diff('day', long_ones.created_date, fct_deal_stages.known_date)
            )
        ) as parked_days
    from long_ones
    inner join fct_deal_stages
        on long_ones.opportunity_id = fct_deal_stages.opportunity_id
    where
        fct_deal_stages.role = 'parked'
        and date_diff('day', long_ones.created_date, fct_deal_stages.known_date)
        < long_ones.until_days
        and (
            fct_deal_stages.until_date is null
            or date_diff('day', long_ones.created_date, fct_deal_stages.until_date)
            > long_ones.from_days
        )
    group by
        long_ones.opportunity_id,
        long_ones.from_days

),

-- The stage a deal stood in from the start of the gap on.
stages_then as (

    select
        long_ones.opportunity_id,
        long_ones.from_days,
        fct_deal_stages.stage
    from long_ones
    inner join fct_deal_stages
        on long_ones.opportunity_id = fct_deal_stages.opportunity_id
    where
        date_diff('day', long_ones.created_date, fct_deal_stages.known_date)
        <= long_ones.from_days
    qualify
        row_number() over (
            partition by long_ones.opportunity_id, long_ones.from_days
            order by fct_deal_stages.place desc
        ) = 1

),

ended as (

    select
        long_ones.opportunity_id,
        long_ones.from_days,
        long_ones.until_days,
        stages_then.stage,
        case
            when long_ones.next_days is not null then 'touched'
            when long_ones.close_kind in ('won', 'lost') then long_ones.close_kind
            when fct_deal_outcomes.stage_role = 'parked' then 'parked'
            else 'silent'
        end as end_kind,
        -- The date a buyer asked for is known as it is now: it parks an open deal's last gap.
        case
            when long_ones.next_days is null and long_ones.close_kind = 'censored'
                then
                    least(
                        long_ones.asked_days,
                        long_ones.until_days - long_ones.from_days
                    )
            else 0
        end as asked_days,
        case
            when long_ones.next_days is null and long_ones.close_kind = 'censored'
                then
                    least(
                        long_ones.parked_days,
                        long_ones.until_days - long_ones.from_days
                    )
            else cast(coalesce(parked_stages.parked_days, 0) as bigint)
        end as parked_days
    from long_ones
    inner join fct_deal_outcomes
        on long_ones.opportunity_id = fct_deal_outcomes.opportunity_id
    left join parked_stages
        on
            long_ones.opportunity_id = parked_stages.opportunity_id
            and long_ones.from_days = parked_stages.from_days
    left join stages_then
        on
            long_ones.opportunity_id = stages_then.opportunity_id
            and long_ones.from_days = stages_then.from_days

)

select
    opportunity_id,
    from_days,
    until_days,
    asked_days,
    parked_days,
    stage,
    end_kind,
    until_days - from_days - parked_days as quiet_days

from ended

where until_days - from_days - parked_days > 7
