-- One row per deal, kind of threshold and time it was silent: its last sign of life, the onset (the
-- last day that was still allowed; days parked by then are left out), the stage it stood in, how it
-- ended and after how many days. Kinds: `own` is the threshold of the config, `fixed` 21 days,
-- `learned` and `hazard` those of its pipeline, stage and year of creation. In days since the
-- recorded creation.
with

kinds as (

    select 'own' as threshold
    union all
    select 'fixed' as threshold
    union all
    select 'learned' as threshold
    union all
    select 'hazard' as threshold

),

judged as (

    select
        fct_deal_gaps.opportunity_id,
        fct_deal_gaps.from_days,
        fct_deal_gaps.until_days,
        fct_deal_gaps.quiet_days,
        fct_deal_gaps.stage,
        fct_deal_gaps.end_kind,
        kinds.threshold,
        case kinds.threshold
            when 'own' then settings.stall_days
            when 'learned' then coalesce(fct_stall_thresholds.learned_days, 21)
            when 'hazard' then coalesce(fct_stall_thresholds.hazard_days, 21)
            else 21
        end as threshold_days
    from fct_deal_gaps
    cross join kinds
    cross join settings
    inner join fct_deal_clocks
        on fct_deal_gaps.opportunity_id = fct_deal_clocks.opportunity_id
    inner join opportunities
        on fct_deal_gaps.opportunity_id = opportunities.opportunity_id
    left join fct_stall_thresholds
        on
            opportunities.pipeline = fct_stall_thresholds.pipeline
            and fct_deal_gaps.stage = fct_stall_thresholds.stage
            and cast(date_trunc('year', fct_deal_clocks.created_date) as date)
            = fct_stall_thresholds.year_date

),

-- A deal that was parked after it had been silent for too long was silent all the same.
parked_before as (

    select
        judged.opportunity_id,
        judged.from_days,
        judged.threshold,
        sum(fct_deal_parkings.parked_days) as parked_days
    from judged
    inner join fct_deal_parkings
        on
            judged.opportunity_id = fct_deal_parkings.opportunity_id
            and judged.from_days = fct_deal_parkings.from_days
    where fct_deal_parkings.quiet_days_before <= judged.threshold_days
    group by
        judged.opportunity_id,
        judged.from_days,
        judged.threshold

),

silences as (

    select
        judged.*,
        judged.from_days
        + judged.threshold_days
        + cast(coalesce(parked_before.parked_days, 0) as bigint) as onset_days,
        row_number() over (
            partition by judged.opportunity_id, judged.threshold
            order by judged.from_days
        ) as place
    from judged
    left join parked_before
        on
            judged.opportunity_id = parked_before.opportunity_id
            and judged.from_days = parked_before.from_days
            and judged.threshold = parked_before.threshold
    where judged.quiet_days > judged.threshold_days

),

-- What the seller did to wake a deal, under the company's own threshold.
efforts as (

    select
        silences.opportunity_id,
        silences.place,
        count(*) as seller_touches
    from silences
    inner join fct_deal_clocks
        on silences.opportunity_id = fct_deal_clocks.opportunity_id
    inner join fct_deal_touches
        on silences.opportunity_id = fct_deal_touches.opportunity_id
    where
        silences.threshold = 'own'
        and fct_deal_touches.direction = 'seller'
        and date_diff('day', fct_deal_clocks.created_date, fct_deal_touches.contact_date)
        > silences.onset_days
        and date_diff('day', fct_deal_clocks.created_date, fct_deal_touches.contact_date)
        <= silences.until_days
    group by
        silences.opportunity_id,
        silences.place

)

select
    silences.opportunity_id,
    silences.threshold,
    silences.threshold_days,
    silences.place,
    silences.from_days,
    silences.onset_days,
    silences.until_days - silences.onset_days as days_silent,
    silences.stage,
    silences.end_kind,
    case when silences.threshold = 'own' then coalesce(efforts.seller_touches, 0) end
        as seller_touches

from silences

left join efforts
    on
        silences.opportunity_id = efforts.opportunity_id
        and silences.place = efforts.place
        and silences.threshold = 'own'
