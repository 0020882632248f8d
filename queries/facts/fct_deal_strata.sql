-- One row per deal: which deals it may be compared with like for like (those of the same stratum),
-- and how it had ended by a fixed age; null where it is younger than that, or the clock is not for
-- it. What is compared is known when the deal is created: nothing of the outcome leaks in.
with

aged as (

    select
        fct_deals.opportunity_id,
        fct_deals.dim_1,
        fct_deals.dim_2,
        fct_deals.dim_3,
        fct_deals.dim_4,
        fct_deals.dim_5,
        fct_deals.dim_6,
        fct_deals.dim_7,
        fct_deals.dim_8,
        fct_deals.source_family,
        fct_deals.close_kind,
        fct_deals.days_to_close,
        fct_deals.move_kind,
        fct_deals.days_to_move,
        fct_deals.stall_kind,
        fct_deals.is_born_closed,
        settings.alike_slots,
        settings.horizon_days,
        fct_deal_clocks.open_days as age_days,
        cast(date_trunc('quarter', fct_deals.created_date) as date) as created_quarter,
        case
            when fct_deals.amount_at_creation < 10000 then 'under 10k'
            when fct_deals.amount_at_creation < 50000 then '10k to 50k'
            when fct_deals.amount_at_creation < 250000 then '50k to 250k'
            when fct_deals.amount_at_creation >= 250000 then '250k and more'
            else '(not recorded)'
        end as size_band_at_creation

    from fct_deals

    cross join settings

    inner join fct_deal_clocks
        on fct_deals.opportunity_id = fct_deal_clocks.opportunity_id

)

select
    opportunity_id,
    age_days,
    size_band_at_creation,
    source_family,
    created_quarter,
    case when alike_slots like '%dim_1%' then dim_1 || ' | ' else '' end
    || case when alike_slots like '%dim_2%' then dim_2 || ' | ' else '' end
    || case when alike_slots like '%dim_3%' then dim_3 || ' | ' else '' end
    || case when alike_slots like '%dim_4%' then dim_4 || ' | ' else '' end
    || case when alike_slots like '%dim_5%' then dim_5 || ' | ' else '' end
    || case when alike_slots like '%dim_6%' then dim_6 || ' | ' else '' end
    || case when alike_slots like '%dim_7%' then dim_7 || ' | ' else '' end
    || case when alike_slots like '%dim_8%' then dim_8 || ' | ' else '' end
    || size_band_at_creation || ' | '
    || source_family || ' | '
    || cast(created_quarter as varchar) as stratum,
    case
        when age_days >= horizon_days then close_kind = 'won' and days_to_close <= horizon_days
    end as is_won_by_horizon,
    -- A move must hold three days, so it is known three days later.
    case
        when not is_born_closed and age_days - 3 >= 30
            then move_kind = 'moved' and days_to_move <= 30
    end as is_moved_by_day_30,
    case
        when not is_born_closed and age_days > 21 then stall_kind = 'stalled'
    end as is_silent_by_day_21

from aged
