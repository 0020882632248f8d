-- One row per deal that was there at the as-of time, as the recorded changes tell it: its stage,
-- its outcome, its amount and its close date are those of the last change by then. A deal that
-- closed later is open, and of what is known of its end nothing is said. What no change tells is
-- as it is today.
with

-- One word for each stage where several systems say it, as the canonical stages have it.
told_stages as (

    select
        all_stages.pipeline,
        all_stages.stage,
        all_stages.role,
        all_stages.rank
    from all_stages
    left join record_places
        on
            all_stages.source_name = record_places.source_name
            and record_places.table_name = 'stages'
    qualify
        row_number() over (
            partition by all_stages.pipeline, all_stages.stage
            order by
                case when all_stages.source_name = 'config' then 0 else 1 end,
                coalesce(record_places.place, 0)
        ) = 1

),

told_changes as (

    select
        all_deal_changes.opportunity_id,
        all_deal_changes.stage,
        all_deal_changes.amount,
        all_deal_changes.type,
        all_deal_changes.expected_close_date,
        told_stages.rank,
        coalesce(all_deal_changes.recorded_at, all_deal_changes.changed_at) as known_at
    from all_deal_changes
    left join kept_opportunities
        on all_deal_changes.opportunity_id = kept_opportunities.opportunity_id
    left join told_stages
        on
            kept_opportunities.pipeline = told_stages.pipeline
            and all_deal_changes.stage = told_stages.stage

),

-- Changes of the same second as the facts order them: forward through the open stages, closed
-- last; of two amounts the larger.
known as (

    select
        opportunity_id,
        last(stage order by known_at, rank nulls last, stage)
        filter (where stage is not null) as stage,
        last(amount order by known_at, amount) filter (where amount is not null) as amount,
        last(type order by known_at, type) filter (where type is not null) as type,
        last(expected_close_date order by known_at, expected_close_date)
        filter (where expected_close_date is not null) as expected_close_date
    from told_changes
    group by opportunity_id

),

-- What was changed after the as-of time; a save that leaves the stage as it was is no change.
later as (

    select
        ever_deal_changes.opportunity_id,
        count(ever_deal_changes.amount) > 0 as has_amount,
        count(ever_deal_changes.type) > 0 as has_type,
        count(ever_deal_changes.expected_close_date) > 0 as has_close_date,
        coalesce(
            bool_or(
                ever_deal_changes.stage is not null
                and ever_deal_changes.stage is distinct from known.stage
            ),
            false
        ) as has_stage
    from ever_deal_changes
    cross join clock
    left join known
        on ever_deal_changes.opportunity_id = known.opportunity_id
    where
        coalesce(ever_deal_changes.recorded_at, ever_deal_changes.changed_at) > clock.as_of_at
        or ever_deal_changes.changed_at > clock.as_of_at
    group by ever_deal_changes.opportunity_id

),

told as (

    select
        kept_opportunities.*,
        clock.as_of_at,
        known.stage as known_stage,
        known.amount as known_amount,
        known.type as known_type,
        known.expected_close_date as known_close_date,
        coalesce(later.has_stage, false) as has_later_stage,
        coalesce(later.has_amount, false) as has_later_amount,
        coalesce(later.has_type, false) as has_later_type,
        coalesce(later.has_close_date, false) as has_later_close_date,
        -- It closed after the as-of time: by the time of its closing, else by its close date where
        -- nobody had yet said so by then.
        coalesce(
            case
                when kept_opportunities.closed_at is not null
                    then kept_opportunities.closed_at > clock.as_of_at
                else
                    coalesce(kept_opportunities.outcome, told_stages.role) in ('won', 'lost')
                    and kept_opportunities.expected_close_date > clock.as_of_date
                    and (kept_opportunities.modified_at <= clock.as_of_at) is not true
            end, false
        ) as is_closed_later
    from kept_opportunities
    cross join clock
    left join known
        on kept_opportunities.opportunity_id = known.opportunity_id
    left join later
        on kept_opportunities.opportunity_id = later.opportunity_id
    left join told_stages
        on
            kept_opportunities.pipeline = told_stages.pipeline
            and kept_opportunities.stage = told_stages.stage
    where
        (kept_opportunities.recorded_at > clock.as_of_at) is not true

),

rewound as (

    -- A later change of the stage says nothing of the stage before it where none is recorded.
    select
        told.*,
        (has_later_stage and known_stage is not null) or is_closed_later as is_other_now
    from told

)

-- Every column of the export, whichever it has; hence no list of them.
select
    rewound.* exclude (  -- noqa: AM04
        as_of_at, known_stage, known_amount, known_type, known_close_date, has_later_stage,
        has_later_amount, has_later_type, has_later_close_date, is_closed_later, is_other_now
    ) replace (
        case when is_other_now then known_stage else stage end as stage,
        case
            when has_later_stage and known_stage is not null then null
            when is_other_now then 'open'
            else outcome
        end as outcome,
        case when is_other_now and closed_at > as_of_at then null else closed_at end as closed_at,
        case when is_other_now and closed_at > as_of_at then null else closed_date end
            as closed_date,
        case when is_other_now then null else loss_reason end as loss_reason,
        case when is_other_now then null else lost_by end as lost_by,
        case when is_other_now then null else competitor end as competitor,
        case when has_later_amount then coalesce(known_amount, amount) else amount end as amount,
        case when has_later_type then coalesce(known_type, type) else type end as type,
        case
            when has_later_close_date then coalesce(known_close_date, expected_close_date)
            else expected_close_date
        end as expected_close_date,
        case when modified_at <= as_of_at then modified_at end as modified_at,
        case when modified_at <= as_of_at then modified_date end as modified_date
    )

from rewound
