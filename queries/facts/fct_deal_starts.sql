-- One row per deal on the clock, kind of sign and threshold: whether it showed no sign of life from
-- its creation on until the day of the threshold, and was open for longer. Signs are `all` of
-- them, or the changes of `stages` alone. A deal with a sign in time, or parked by then, is watched on.
with

signs as (

    select
        opportunity_id,
        'all' as signs,
        close_kind,
        days_to_close,
        open_days,
        first_sign_days as sign_days,
        first_parked_days,
        is_asked_to_wait
    from fct_deal_clocks

    union all

    select
        opportunity_id,
        'stages' as signs,
        close_kind,
        days_to_close,
        open_days,
        first_change_days as sign_days,
        first_parked_days,
        is_asked_to_wait
    from fct_deal_clocks

),

thresholds as (

    select unnest([14, 21, 30, 45]) as threshold_days

),

judged as (

    select
        signs.opportunity_id,
        signs.signs,
        thresholds.threshold_days,
        signs.close_kind,
        signs.days_to_close,
        signs.open_days,
        signs.close_kind <> 'censored'
        and signs.days_to_close <= thresholds.threshold_days as is_closed_in_time,
        coalesce(signs.sign_days <= thresholds.threshold_days, false)
        or coalesce(signs.first_parked_days <= thresholds.threshold_days, false)
        or (signs.sign_days is null and signs.is_asked_to_wait) as is_alive
    from signs
    cross join thresholds

)

select
    opportunity_id,
    signs,
    threshold_days,
    case
        when is_closed_in_time then close_kind
        when not is_alive and open_days > threshold_days then 'stalled'
        else 'censored'
    end as stall_kind,
    case
        when is_closed_in_time then days_to_close
        when is_alive then least(open_days, threshold_days + 1)
        when open_days > threshold_days then threshold_days
        else open_days
    end as days_to_stall

from judged
