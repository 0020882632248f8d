-- One row per pipeline, open stage and year of creation: after how many silent days a deal of that
-- year counts as stalled there. Learned from the stays that began before the year, as far as they
-- were watched by then, so that no deal moves its own threshold. Fewer than 50 stays: 21 days; never
-- under 7 nor over 90.
-- learned_days: when four of five had moved on, by Kaplan-Meier over all stays, lost ones included.
-- hazard_days: when the chance to move within 30 days had fallen below half of what it was at first.
with

years as (

    select distinct cast(date_trunc('year', created_date) as date) as year_date
    from fct_deal_clocks

),

watched as (

    select
        fct_stage_spells.pipeline,
        fct_stage_spells.stage,
        years.year_date,
        case
            when fct_stage_spells.left_date < years.year_date then fct_stage_spells.stay_days
            else date_diff('day', fct_stage_spells.entered_date, years.year_date)
        end as days,
        case
            when
                fct_stage_spells.left_date is null
                or fct_stage_spells.left_date >= years.year_date then 'censored'
            when fct_stage_spells.end_kind in ('forward', 'won') then 'moved'
            else 'ended'
        end as kind
    from fct_stage_spells
    cross join years
    where
        fct_stage_spells.role = 'open'
        and fct_stage_spells.entered_date < years.year_date

),

-- After day 120 nothing is read: no threshold is over 90 days, and its chance is that of 30 more.
histograms as (

    select
        pipeline,
        stage,
        year_date,
        least(greatest(days, 0), 121) as day,
        count(*) as stays,
        count(*) filter (where kind = 'moved') as moved,
        count(*) filter (where kind = 'ended') as ended
    from watched
    group by
        pipeline,
        stage,
        year_date,
        least(greatest(days, 0), 121)

),

groups as (

    select
        pipeline,
        stage,
        year_date,
        cast(sum(stays) as bigint) as entrants
    from histograms
    group by
        pipeline,
        stage,
        year_date

),

days as (

    select unnest(range(0, 121)) as day

),

by_day as (

    select
        groups.pipeline,
        groups.stage,
        groups.year_date,
        groups.entrants,
        days.day,
        coalesce(histograms.moved, 0) as moved,
        coalesce(histograms.ended, 0) as ended,
        groups.entrants - coalesce(
            sum(histograms.stays) over (
                partition by groups.pipeline, groups.stage, groups.year_date
                order by days.day
                rows between unbounded preceding and 1 preceding
            ), 0
        ) as at_risk
    from groups
    cross join days
    left join histograms
        on
            groups.pipeline = histograms.pipeline
            and groups.stage = histograms.stage
            and groups.year_date = histograms.year_date
            and days.day = histograms.day
    where groups.entrants >= 50

),

-- Shares are kept as logarithms; where all are gone the share left is as good as none.
steps as (

    select
        by_day.*,
        case
            when moved = 0 then 0.0
            when at_risk > moved then ln(at_risk - moved) - ln(at_risk)
            else -1000.0
        end as unmoved_step,
        case
            when moved + ended = 0 then 0.0
            when at_risk > moved + ended then ln(at_risk - moved - ended) - ln(at_risk)
            else -1000.0
        end as left_step,
        case when moved > 0 then ln(moved) - ln(at_risk) end as moved_step
    from by_day

),

shares as (

    select
        steps.*,
        exp(sum(unmoved_step) over up_to_day) as unmoved,
        exp(sum(left_step) over up_to_day) as share_left,
        coalesce(exp(sum(left_step) over before_day), 1.0) * coalesce(exp(moved_step), 0.0)
            as gained
    from steps
    window
        up_to_day as (
            partition by pipeline, stage, year_date
            order by day
            rows between unbounded preceding and current row
        ),
        before_day as (
            partition by pipeline, stage, year_date
            order by day
            rows between unbounded preceding and 1 preceding
        )

),

ahead as (

    select
        shares.*,
        sum(gained) over (
            partition by pipeline, stage, year_date
            order by day
            rows between 1 following and 30 following
        ) as gained_ahead,
        lead(at_risk, 30) over (
            partition by pipeline, stage, year_date
            order by day
        ) as at_risk_ahead
    from shares

),

-- A chance is what is gained ahead of what is left: compared crosswise, nothing is divided.
starts as (

    select
        pipeline,
        stage,
        year_date,
        gained_ahead as first_gained,
        share_left as first_left
    from ahead
    where day = 0

),

found as (

    select
        ahead.pipeline,
        ahead.stage,
        ahead.year_date,
        min(
            case when ahead.unmoved <= 0.2 + 1e-12 and ahead.at_risk >= 10 then ahead.day end
        ) as learned_days,
        min(
            case
                when
                    ahead.at_risk_ahead >= 10
                    and 2 * ahead.gained_ahead * starts.first_left
                    < starts.first_gained * ahead.share_left - 1e-12 then ahead.day
            end
        ) as hazard_days
    from ahead
    inner join starts
        on
            ahead.pipeline = starts.pipeline
            and ahead.stage = starts.stage
            and ahead.year_date = starts.year_date
    where ahead.day <= 90
    group by
        ahead.pipeline,
        ahead.stage,
        ahead.year_date

)

select
    groups.pipeline,
    groups.stage,
    groups.year_date,
    groups.entrants,
    case
        when groups.entrants < 50 then 21
        else least(greatest(coalesce(found.learned_days, 90), 7), 90)
    end as learned_days,
    case
        when groups.entrants < 50 then 21
        else least(greatest(coalesce(found.hazard_days, 90), 7), 90)
    end as hazard_days

from groups

left join found
    on
        groups.pipeline = found.pipeline
        and groups.stage = found.stage
        and groups.year_date = found.year_date
