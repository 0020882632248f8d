-- One row per deal that was not deleted: everything the deal measures and lists read.
select
    opportunities.opportunity_id,
    opportunities.account_id,
    -- A number, since every share groups by it; a deal without account is a cluster of its own.
    dense_rank() over (
        order by coalesce(opportunities.account_id, opportunities.opportunity_id)
    ) as cluster_id,
    accounts.account_name,
    fct_deal_links.person_id,
    fct_deal_links.link_kind,
    opportunities.pipeline,
    opportunities.type,
    coalesce(opportunities.source, fct_persons.source, '(not recorded)') as source,
    coalesce(config_source_families.family, 'other') as source_family,
    fct_deal_outcomes.stage,
    fct_deal_outcomes.stage_role,
    fct_deal_outcomes.outcome,
    fct_deal_paths.path_class,
    fct_deal_paths.sub_origin,
    fct_deal_paths.last_fail_kind,
    fct_deal_paths.last_fail_by,
    fct_deal_paths.last_fail_reason,
    case
        when fct_deal_amounts.amount_at_any < 10000 then 'under 10k'
        when fct_deal_amounts.amount_at_any < 50000 then '10k to 50k'
        when fct_deal_amounts.amount_at_any < 250000 then '50k to 250k'
        when fct_deal_amounts.amount_at_any >= 250000 then '250k and more'
        else '(not recorded)'
    end as size_band,
    coalesce(opportunities.dim_1, accounts.dim_1, fct_persons.dim_1, '(not recorded)')
        as dim_1,
    coalesce(opportunities.dim_2, accounts.dim_2, fct_persons.dim_2, '(not recorded)')
        as dim_2,
    coalesce(opportunities.dim_3, accounts.dim_3, fct_persons.dim_3, '(not recorded)')
        as dim_3,
    coalesce(opportunities.dim_4, accounts.dim_4, fct_persons.dim_4, '(not recorded)')
        as dim_4,
    coalesce(opportunities.dim_5, accounts.dim_5, fct_persons.dim_5, '(not recorded)')
        as dim_5,
    coalesce(opportunities.dim_6, accounts.dim_6, fct_persons.dim_6, '(not recorded)')
        as dim_6,
    coalesce(opportunities.dim_7, accounts.dim_7, fct_persons.dim_7, '(not recorded)')
        as dim_7,
    coalesce(opportunities.dim_8, accounts.dim_8, fct_persons.dim_8, '(not recorded)')
        as dim_8,
    fct_deal_amounts.amount_at_creation,
    fct_deal_amounts.amount_at_close,
    fct_deal_amounts.amount_at_as_of,
    fct_deal_clocks.close_kind,
    fct_deal_clocks.days_to_close,
    fct_deal_clocks.move_kind,
    fct_deal_clocks.days_to_move,
    fct_deal_clocks.watched_days,
    fct_deal_clocks.open_days as age_days,
    -- An open deal older than that would be the slowest its pipeline ever closed.
    max(case when fct_deal_outcomes.outcome <> 'open' then fct_deal_clocks.days_to_close end)
        over (partition by opportunities.pipeline) as longest_close_days,
    fct_deal_starts.stall_kind,
    fct_deal_starts.days_to_stall,
    fct_deal_clocks.silent_days,
    fct_deal_clocks.parking,
    opportunities.buyer_stage,
    fct_deal_efforts.last_effort_role,
    -- Days from the person's own request, else from the day the lead came, to the deal.
    date_diff(
        'day',
        case
            when
                fct_persons.hand_raised_date
                <= coalesce(opportunities.recorded_date, opportunities.created_date)
                then fct_persons.hand_raised_date
            when
                fct_persons.created_date
                <= coalesce(opportunities.recorded_date, opportunities.created_date)
                then fct_persons.created_date
        end,
        coalesce(opportunities.recorded_date, opportunities.created_date)
    ) as days_from_request,
    fct_deal_outcomes.outcome = 'won'
    and row_number() over (
        partition by coalesce(opportunities.account_id, opportunities.opportunity_id)
        order by
            case when fct_deal_outcomes.outcome = 'won' then 0 else 1 end,
            fct_deal_outcomes.closed_date,
            opportunities.opportunity_id
    ) = 1 as is_first_win_of_account,
    coalesce(fct_deal_clocks.is_silent_now, false) as is_silent_now,
    coalesce(fct_deal_clocks.is_born_closed, false) as is_born_closed,
    coalesce(fct_deal_clocks.is_old_enough_to_move, false) as is_old_enough_to_move,
    coalesce(fct_deal_clocks.has_buyer_sign, false) as has_buyer_sign,
    coalesce(fct_deal_paths.is_turned_away_first, false) as is_turned_away_first,
    fct_deal_paths.is_outside_strict,
    fct_deal_paths.is_outside_ours,
    fct_deal_paths.is_outside_wide,
    fct_deal_outcomes.is_close_date_editable,
    not settings.has_type_map or config_types.type is not null as is_new_business,
    coalesce(opportunities.recorded_at, opportunities.created_at) as created_at,
    coalesce(opportunities.recorded_date, opportunities.created_date) as created_date,
    cast(
        date_trunc('month', coalesce(opportunities.recorded_date, opportunities.created_date))
        as date
    ) as created_month,
    fct_deal_outcomes.closed_date,
    cast(date_trunc('month', fct_deal_outcomes.closed_date) as date) as closed_month,
    fct_deal_clocks.last_sign_date,
    fct_deal_efforts.last_effort_date,
    opportunities.next_contact_date,
    fct_deal_paths.first_fail_date,
    fct_deal_paths.last_fail_date

from opportunities

cross join settings

inner join fct_deal_links
    on opportunities.opportunity_id = fct_deal_links.opportunity_id

inner join fct_deal_outcomes
    on opportunities.opportunity_id = fct_deal_outcomes.opportunity_id

inner join fct_deal_paths
    on opportunities.opportunity_id = fct_deal_paths.opportunity_id

inner join fct_deal_amounts
    on opportunities.opportunity_id = fct_deal_amounts.opportunity_id

left join fct_deal_clocks
    on opportunities.opportunity_id = fct_deal_clocks.opportunity_id

left join fct_deal_starts
    on
        opportunities.opportunity_id = fct_deal_starts.opportunity_id
        and fct_deal_starts.signs = 'all'
        and fct_deal_starts.threshold_days = 21

left join fct_deal_efforts
    on opportunities.opportunity_id = fct_deal_efforts.opportunity_id

left join accounts
    on opportunities.account_id = accounts.account_id

left join fct_persons
    on fct_deal_links.person_id = fct_persons.person_id

left join config_types
    on opportunities.type = config_types.type

left join config_source_families
    on
        coalesce(opportunities.source, fct_persons.source)
        = config_source_families.source
