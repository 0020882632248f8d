-- One row per deal and verdict about its person that can say how the deal came: recorded within
-- the look-back days before the deal, after that person's previous deal, and no later than thirty
-- days after the deal. `is_before`: early enough to be no paperwork, by the config's minutes.
with

deals as (

    select
        opportunities.opportunity_id,
        fct_deal_links.person_id,
        coalesce(opportunities.recorded_at, opportunities.created_at) as created_at,
        coalesce(opportunities.recorded_date, opportunities.created_date) as created_date,
        lag(coalesce(opportunities.recorded_at, opportunities.created_at)) over (
            partition by fct_deal_links.person_id
            order by
                coalesce(opportunities.recorded_at, opportunities.created_at),
                opportunities.opportunity_id
        ) as previous_created_at,
        lag(coalesce(opportunities.recorded_date, opportunities.created_date)) over (
            partition by fct_deal_links.person_id
            order by
                coalesce(opportunities.recorded_at, opportunities.created_at),
                opportunities.opportunity_id
        ) as previous_created_date,
        fct_deal_outcomes.closed_at,
        fct_deal_outcomes.closed_date

    from opportunities

    inner join fct_deal_links
        on opportunities.opportunity_id = fct_deal_links.opportunity_id

    inner join fct_deal_outcomes
        on opportunities.opportunity_id = fct_deal_outcomes.opportunity_id

    where
        fct_deal_links.person_id is not null
        and opportunities.created_at is not null

),

in_reach as (

    select
        deals.opportunity_id,
        deals.created_at,
        deals.created_date,
        deals.closed_at,
        deals.closed_date,
        settings.back_stamp_minutes,
        fct_verdicts.verdict_id,
        fct_verdicts.gate,
        fct_verdicts.position,
        fct_verdicts.verdict,
        fct_verdicts.fail_kind,
        fct_verdicts.decided_by,
        fct_verdicts.actor_id,
        fct_verdicts.reason,
        fct_verdicts.decided_date,
        fct_verdicts.known_date,
        fct_verdicts.recorded_at,
        coalesce(fct_verdicts.recorded_at, fct_verdicts.decided_at) as known_at,
        case
            when fct_verdicts.recorded_at is null
                then fct_verdicts.known_date <= deals.created_date
            else
                fct_verdicts.recorded_at
                + settings.back_stamp_minutes * interval '1' minute <= deals.created_at
        end as is_clearly_before

    from deals

    inner join fct_verdicts
        on deals.person_id = fct_verdicts.person_id

    cross join settings

    where
        date_diff('day', fct_verdicts.known_date, deals.created_date) <= settings.lookback_days
        and date_diff('day', deals.created_date, fct_verdicts.known_date) <= 30
        and (
            deals.previous_created_at is null
            or case
                when fct_verdicts.recorded_at is null
                    then fct_verdicts.known_date > deals.previous_created_date
                else fct_verdicts.recorded_at > deals.previous_created_at
            end
        )

),

with_first_passed as (

    select
        in_reach.*,
        -- Once one gate counts, a later gate also counts up to so many minutes after the deal:
        -- conversion stamps the last gate and the deal in one go.
        min(case when verdict = 'pass' and is_clearly_before then position end) over (
            partition by opportunity_id
        ) as first_passed_position
    from in_reach

)

select
    opportunity_id,
    verdict_id,
    gate,
    position,
    verdict,
    fail_kind,
    decided_by,
    actor_id,
    reason,
    known_at,
    known_date,
    recorded_at,
    decided_date,
    is_clearly_before
    or (
        verdict = 'pass'
        and recorded_at is not null
        and recorded_at <= created_at + back_stamp_minutes * interval '1' minute
        and coalesce(position > first_passed_position, false)
    ) as is_before,
    case
        when recorded_at is not null and closed_at is not null then recorded_at < closed_at
        when closed_date is not null then known_date <= closed_date
        else true
    end as is_before_close

from with_first_passed
