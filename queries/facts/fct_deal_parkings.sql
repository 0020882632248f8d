-- One row per time without a sign of life (a row of fct_deal_gaps) and part of it in which the deal
-- was parked: after how many quiet days it began, and how many days it lasted. The days until the
-- date the buyer asked for are the first part; then come stays in stages of role parked.
with

parts as (

    select
        opportunity_id,
        from_days,
        from_days as part_from_days,
        from_days + asked_days as part_until_days
    from fct_deal_gaps
    where asked_days > 0

    union all

    select
        fct_deal_gaps.opportunity_id,
        fct_deal_gaps.from_days,
        greatest(
            fct_deal_gaps.from_days + fct_deal_gaps.asked_days,
            date_diff('day', fct_deal_clocks.created_date, fct_deal_stages.known_date)
        ) as part_from_days,
        least(
            fct_deal_gaps.until_days,
            coalesce(
                date_diff('day', fct_deal_clocks.created_date, fct_deal_stages.until_date),
                fct_deal_gaps.until_days
            )
        ) as part_until_days
    from fct_deal_gaps
    inner join fct_deal_clocks
        on fct_deal_gaps.opportunity_id = fct_deal_clocks.opportunity_id
    inner join fct_deal_stages
        on fct_deal_gaps.opportunity_id = fct_deal_stages.opportunity_id
    where
        fct_deal_gaps.parked_days > fct_deal_gaps.asked_days
        and fct_deal_stages.role = 'parked'

)

select
    opportunity_id,
    from_days,
    part_until_days - part_from_days as parked_days,
    part_from_days - from_days - cast(
        coalesce(
            sum(part_until_days - part_from_days) over (
                partition by opportunity_id, from_days
                order by part_from_days
                rows between unbounded preceding and 1 preceding
            ), 0
        ) as bigint
    ) as quiet_days_before

from parts

where part_until_days > part_from_days
