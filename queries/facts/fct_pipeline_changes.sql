-- One row per deal and event that changed what is open: created, reopened, raised, lowered, won and
-- lost, by day, in deals and in money; all events of a deal without a date have none. What a deal's
-- recorded history does not explain of its state at the end is an event of its own, unexplained.
with

deals as (

    select
        fct_deals.opportunity_id,
        fct_deals.outcome,
        fct_deals.created_date,
        fct_deals.amount_at_creation,
        fct_deals.amount_at_close,
        fct_deals.amount_at_as_of,
        fct_deal_amounts.currency,
        fct_deal_amounts.currency = settings.currency as is_own_currency,
        -- An editable close date may lie before the creation: such a deal ends on its first day.
        case
            when fct_deals.outcome = 'open' then clock.as_of_date
            else greatest(fct_deals.created_date, fct_deals.closed_date)
        end as end_date,
        fct_deals.created_date is not null
        and (fct_deals.outcome = 'open' or fct_deals.closed_date is not null) as is_dated
    from fct_deals
    cross join clock
    cross join settings
    inner join fct_deal_amounts
        on fct_deals.opportunity_id = fct_deal_amounts.opportunity_id

),

states as (

    select
        opportunity_id,
        known_date,
        place,
        case when role in ('won', 'lost') then role else 'open' end as state
    from fct_deal_stages
    where role is not null

),

followed as (

    select
        states.*,
        coalesce(lag(state) over (partition by opportunity_id order by place), 'open')
            as state_before,
        lead(state) over (partition by opportunity_id order by place) is null as is_last
    from states

),

last_states as (

    select
        opportunity_id,
        state
    from followed
    where is_last

),

-- Recorded turns; and the close that the record alone tells, on its day.
turns as (

    select
        followed.opportunity_id,
        followed.state,
        followed.state_before,
        followed.place,
        greatest(followed.known_date, deals.created_date) as turned_date,
        followed.is_last and followed.state = deals.outcome as is_final
    from followed
    inner join deals
        on followed.opportunity_id = deals.opportunity_id
    where followed.state <> followed.state_before

    union all

    select
        deals.opportunity_id,
        deals.outcome as state,
        'open' as state_before,
        1000000 as place,
        deals.end_date as turned_date,
        true as is_final
    from deals
    left join last_states
        on deals.opportunity_id = last_states.opportunity_id
    where
        deals.outcome <> 'open'
        and coalesce(last_states.state, 'open') <> deals.outcome

),

-- Amounts in the company's currency, by the rate of the day on which they became known; the first
-- stands for the creation.
priced as (

    select
        fct_deal_amount_changes.opportunity_id,
        fct_deal_amount_changes.place,
        greatest(fct_deal_amount_changes.known_date, deals.created_date) as known_date,
        case
            when fct_deal_amount_changes.place = 1 then deals.amount_at_creation
            when deals.is_own_currency then fct_deal_amount_changes.amount
            else fct_deal_amount_changes.amount * fct_rates.rate
        end as amount
    from fct_deal_amount_changes
    inner join deals
        on fct_deal_amount_changes.opportunity_id = deals.opportunity_id
    left join fct_rates
        on
            deals.currency = fct_rates.currency
            and fct_deal_amount_changes.known_date >= fct_rates.valid_from_date
            and fct_deal_amount_changes.known_date < fct_rates.valid_until_date

),

stepped as (

    select
        priced.*,
        lag(amount) over (partition by opportunity_id order by place) as amount_before
    from priced

),

-- A change counts while the deal is open: by the last turn before its day.
changes as (

    select
        stepped.opportunity_id,
        stepped.place,
        stepped.known_date,
        stepped.amount,
        stepped.amount_before,
        coalesce(max_by(turns.state, turns.place), 'open') as state_then
    from stepped
    left join turns
        on
            stepped.opportunity_id = turns.opportunity_id
            and turns.turned_date < stepped.known_date
    where stepped.place > 1
    group by
        stepped.opportunity_id,
        stepped.place,
        stepped.known_date,
        stepped.amount,
        stepped.amount_before

),

-- What a deal was worth when it turned, and at the end: the last amount known by then.
worth_at_turns as (

    select
        turns.opportunity_id,
        turns.state,
        turns.state_before,
        turns.place,
        turns.turned_date,
        turns.is_final,
        deals.amount_at_close,
        coalesce(
            max_by(priced.amount, priced.place)
            filter (where priced.known_date <= turns.turned_date),
            min_by(priced.amount, priced.place)
        ) as amount
    from turns
    inner join deals
        on turns.opportunity_id = deals.opportunity_id
    left join priced
        on turns.opportunity_id = priced.opportunity_id
    group by
        turns.opportunity_id,
        turns.state,
        turns.state_before,
        turns.place,
        turns.turned_date,
        turns.is_final,
        deals.amount_at_close

),

worth_at_end as (

    select
        deals.opportunity_id,
        deals.end_date,
        case when deals.outcome = 'open' then deals.amount_at_as_of else deals.amount_at_close end
        - max_by(priced.amount, priced.place) as exchanged
    from deals
    inner join priced
        on
            deals.opportunity_id = priced.opportunity_id
            and deals.end_date >= priced.known_date
    where not deals.is_own_currency
    group by
        deals.opportunity_id,
        deals.end_date,
        deals.outcome,
        deals.amount_at_as_of,
        deals.amount_at_close

),

events as (

    select
        opportunity_id,
        'created' as component,
        created_date as changed_date,
        1 as deals,
        amount_at_creation as amount
    from deals

    union all

    select
        opportunity_id,
        state as component,
        turned_date as changed_date,
        -1 as deals,
        -case when is_final then amount_at_close else amount end as amount
    from worth_at_turns
    where state in ('won', 'lost')

    union all

    select
        opportunity_id,
        'reopened' as component,
        turned_date as changed_date,
        1 as deals,
        amount
    from worth_at_turns
    where state_before in ('won', 'lost')

    union all

    select
        opportunity_id,
        case when amount > amount_before then 'raised' else 'lowered' end as component,
        known_date as changed_date,
        0 as deals,
        amount - amount_before as amount
    from changes
    where
        state_then = 'open'
        and amount <> amount_before

    union all

    -- An amount in another currency is worth something else when the rate has changed.
    select
        opportunity_id,
        case when exchanged > 0 then 'raised' else 'lowered' end as component,
        end_date as changed_date,
        0 as deals,
        exchanged as amount
    from worth_at_end
    where exchanged <> 0

),

explained as (

    select
        opportunity_id,
        sum(deals) as deals,
        coalesce(sum(amount), 0) as amount
    from events
    group by opportunity_id

),

left_over as (

    select
        deals.opportunity_id,
        deals.end_date,
        case when deals.outcome = 'open' then 1 else 0 end - explained.deals as deals,
        case when deals.outcome = 'open' then coalesce(deals.amount_at_as_of, 0) else 0 end
        - explained.amount as amount
    from deals
    inner join explained
        on deals.opportunity_id = explained.opportunity_id

),

all_events as (

    select
        opportunity_id,
        component,
        changed_date,
        deals,
        amount
    from events

    union all

    select
        opportunity_id,
        'unexplained' as component,
        end_date as changed_date,
        deals,
        amount
    from left_over
    where
        deals <> 0
        or abs(amount) >= 0.005

)

select
    all_events.opportunity_id,
    all_events.component,
    case when deals.is_dated then all_events.changed_date end as changed_date,
    cast(
        date_trunc('month', case when deals.is_dated then all_events.changed_date end) as date
    ) as changed_month,
    cast(all_events.deals as bigint) as deals,
    all_events.amount

from all_events

inner join deals
    on all_events.opportunity_id = deals.opportunity_id
