-- One row per deal and local day on which it moved forward or backward, by the rules of
-- fct_stage_moves: what the buyer did within seven days of it, and who had been in touch since the
-- move before it or the creation. Only moves that the deal's clock watched count in a rate.
with

moves as (

    select
        fct_stage_moves.opportunity_id,
        fct_stage_moves.stage_before,
        fct_stage_moves.stage,
        fct_stage_moves.moved_date,
        fct_stage_moves.is_forward,
        fct_stage_moves.is_backward,
        fct_deal_clocks.created_date,
        fct_deal_clocks.watched_days,
        fct_deal_clocks.is_old_enough_to_move,
        date_diff('day', fct_stage_moves.moved_date, clock.as_of_date) as age_days,
        greatest(
            date_diff('day', fct_deal_clocks.created_date, fct_stage_moves.moved_date), 0
        ) as days_since_creation
    from fct_stage_moves
    cross join clock
    inner join fct_deal_clocks
        on fct_stage_moves.opportunity_id = fct_deal_clocks.opportunity_id
    where
        fct_stage_moves.is_forward
        or fct_stage_moves.is_backward

),

deals_that_moved as (

    select
        opportunity_id,
        created_date,
        min(moved_date) as first_moved_date,
        max(moved_date) as last_moved_date
    from moves
    group by
        opportunity_id,
        created_date

),

-- What happened on each day besides; a person who joins later than on the day of creation joined.
other_days as (

    select
        fct_deal_touches.opportunity_id,
        fct_deal_touches.contact_date as happened_date,
        fct_deal_touches.contact_date >= deals_that_moved.created_date as is_after_creation,
        bool_or(fct_deal_touches.direction in ('buyer', 'mutual')) as is_buyer,
        count(*) filter (where fct_deal_touches.direction = 'seller') as seller_touches,
        count(*) filter (where fct_deal_touches.direction <> 'seller') as buyer_touches,
        min(case when fct_deal_touches.direction = 'seller' then fct_deal_touches.contact_at end)
            as seller_at,
        min(case when fct_deal_touches.direction = 'buyer' then fct_deal_touches.contact_at end)
            as buyer_at,
        min(case when fct_deal_touches.direction = 'mutual' then fct_deal_touches.contact_at end)
            as mutual_at
    from deals_that_moved
    inner join fct_deal_touches
        on deals_that_moved.opportunity_id = fct_deal_touches.opportunity_id
    where
        date_diff('day', fct_deal_touches.contact_date, deals_that_moved.last_moved_date) >= -7
        and (
            fct_deal_touches.contact_date >= deals_that_moved.created_date
            or date_diff('day', fct_deal_touches.contact_date, deals_that_moved.first_moved_date)
            <= 7
        )
    group by
        fct_deal_touches.opportunity_id,
        fct_deal_touches.contact_date,
        deals_that_moved.created_date

    union all

    select
        opportunity_contacts.opportunity_id,
        opportunity_contacts.added_date as happened_date,
        true as is_after_creation,
        true as is_buyer,
        0 as seller_touches,
        0 as buyer_touches,
        cast(null as timestamp) as seller_at,
        cast(null as timestamp) as buyer_at,
        cast(null as timestamp) as mutual_at
    from opportunity_contacts
    cross join clock
    inner join deals_that_moved
        on opportunity_contacts.opportunity_id = deals_that_moved.opportunity_id
    where
        opportunity_contacts.added_date > deals_that_moved.created_date
        and opportunity_contacts.added_at <= clock.as_of_at

),

all_days as (

    select
        opportunity_id,
        moved_date,
        true as is_move,
        date_diff('day', date '1970-01-01', moved_date) as day_number,
        false as is_after_creation,
        false as is_buyer,
        0 as seller_touches,
        0 as buyer_touches,
        cast(null as timestamp) as seller_at,
        cast(null as timestamp) as buyer_at,
        cast(null as timestamp) as mutual_at
    from moves

    union all

    select
        opportunity_id,
        cast(null as date) as moved_date,
        false as is_move,
        date_diff('day', date '1970-01-01', happened_date) as day_number,
        is_after_creation,
        is_buyer,
        seller_touches,
        buyer_touches,
        seller_at,
        buyer_at,
        mutual_at
    from other_days

),

-- A day's touches belong to the move of that day, else to the next one: a move stands last in its
-- day, and of the buyer's days only the nearest before it and after it matter.
in_order as (

    select
        all_days.*,
        min(moved_date) over later_on as next_moved_date,
        max(case when is_buyer then day_number end) over so_far as buyer_day_before,
        min(case when is_buyer then day_number end) over later_on as buyer_day_after
    from all_days
    window
        so_far as (
            partition by opportunity_id
            order by
                day_number,
                is_move
            rows between unbounded preceding and current row
        ),
        later_on as (
            partition by opportunity_id
            order by
                day_number,
                is_move
            rows between current row and unbounded following
        )

),

before_moves as (

    select
        opportunity_id,
        next_moved_date,
        coalesce(
            bool_or(
                is_move
                and (day_number - buyer_day_before <= 7 or buyer_day_after - day_number <= 7)
            ), false
        ) as is_corroborated,
        sum(case when is_after_creation then seller_touches else 0 end) as seller_touches,
        sum(case when is_after_creation then buyer_touches else 0 end) as buyer_touches,
        min(case when is_after_creation then buyer_at end) as buyer_at,
        min(case when is_after_creation then mutual_at end) as mutual_at,
        min(case when is_after_creation then seller_at end) as seller_at
    from in_order
    where next_moved_date is not null
    group by
        opportunity_id,
        next_moved_date

)

select
    moves.opportunity_id,
    moves.stage_before,
    moves.stage,
    moves.moved_date,
    moves.days_since_creation,
    moves.is_forward,
    moves.is_backward,
    moves.is_old_enough_to_move
    and moves.days_since_creation <= moves.watched_days as is_watched,
    -- Seven days must have passed before nobody can say that nothing came from the buyer.
    moves.age_days >= 7 as is_old_enough_to_corroborate,
    before_moves.is_corroborated,
    cast(before_moves.seller_touches as bigint) as seller_touches,
    cast(before_moves.buyer_touches as bigint) as buyer_touches,
    -- The buyer spoke first if before anybody else; on the same instant, not.
    case
        when
            before_moves.buyer_at is not null
            and coalesce(
                before_moves.buyer_at
                < least(before_moves.seller_at, before_moves.mutual_at), true
            ) then 'buyer'
        when
            before_moves.mutual_at is not null
            and coalesce(before_moves.mutual_at <= before_moves.seller_at, true) then 'both'
        when before_moves.seller_at is not null then 'seller'
        else 'nobody'
    end as spoke_first

from moves

inner join before_moves
    on
        moves.opportunity_id = before_moves.opportunity_id
        and moves.moved_date = before_moves.next_moved_date
