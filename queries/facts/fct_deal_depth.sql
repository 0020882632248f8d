-- One row per deal with a creation date: how well we and the buyer knew each other on day 30, from
-- what was recorded by then alone (so that no later success looks like its own cause), the score
-- of its lead, and how often sellers got in touch while its moves were watched.
with

deals as (

    select
        fct_deal_clocks.opportunity_id,
        fct_deal_clocks.created_date,
        fct_deal_clocks.watched_days,
        fct_deal_clocks.is_old_enough_to_move,
        fct_deal_clocks.open_days as age_days,
        fct_deal_clocks.open_days >= 30
        and coalesce(fct_deal_clocks.close_days > 30, true) as is_open_on_day_30,
        fct_persons.score,
        settings.lookback_days
    from fct_deal_clocks
    cross join settings
    inner join fct_deal_links
        on fct_deal_clocks.opportunity_id = fct_deal_links.opportunity_id
    left join fct_persons
        on fct_deal_links.person_id = fct_persons.person_id

),

-- Per deal and person; touches that name no person are one more row, which counts no person.
per_person as (

    select
        deals.opportunity_id,
        fct_deal_touches.person_id,
        count(*) filter (
            where
            fct_deal_touches.direction = 'seller'
            and deals.is_old_enough_to_move
            and date_diff('day', deals.created_date, fct_deal_touches.contact_date)
            between 0 and deals.watched_days
        ) as seller_touches,
        count(*) filter (
            where
            fct_deal_touches.direction = 'mutual'
            and date_diff('day', deals.created_date, fct_deal_touches.contact_date)
            between -deals.lookback_days and 30
        ) as two_way_touches,
        min(
            case
                when
                    fct_deal_touches.direction <> 'seller'
                    and date_diff('day', deals.created_date, fct_deal_touches.contact_date)
                    between -deals.lookback_days and 30
                    then fct_deal_touches.contact_date
            end
        ) as first_date,
        max(
            case
                when
                    fct_deal_touches.direction <> 'seller'
                    and date_diff('day', deals.created_date, fct_deal_touches.contact_date)
                    between -deals.lookback_days and 30
                    then fct_deal_touches.contact_date
            end
        ) as last_date
    from deals
    inner join fct_deal_touches
        on deals.opportunity_id = fct_deal_touches.opportunity_id
    group by
        deals.opportunity_id,
        fct_deal_touches.person_id

),

touched as (

    select
        opportunity_id,
        sum(seller_touches) as seller_touches,
        sum(two_way_touches) as two_way_touches,
        min(first_date) as first_date,
        max(last_date) as last_date
    from per_person
    group by opportunity_id

),

-- A role without the day it was given may have been given after the outcome: it does not count.
roles as (

    select
        deals.opportunity_id,
        opportunity_contacts.person_id,
        opportunity_contacts.role
    from deals
    cross join clock
    inner join opportunity_contacts
        on deals.opportunity_id = opportunity_contacts.opportunity_id
    where
        opportunity_contacts.added_at <= clock.as_of_at
        and date_diff('day', deals.created_date, opportunity_contacts.added_date) <= 30

),

people as (

    select
        opportunity_id,
        person_id
    from per_person
    where
        first_date is not null
        and person_id is not null

    union

    select
        opportunity_id,
        person_id
    from roles

),

people_of_deals as (

    select
        opportunity_id,
        count(*) as people
    from people
    group by opportunity_id

),

roles_of_deals as (

    select
        opportunity_id,
        count(distinct role) as roles
    from roles
    group by opportunity_id

)

select
    deals.opportunity_id,
    deals.age_days,
    deals.is_open_on_day_30,
    deals.score,
    coalesce(people_of_deals.people, 0) as people,
    coalesce(roles_of_deals.roles, 0) as roles,
    cast(coalesce(touched.two_way_touches, 0) as bigint) as two_way_touches,
    coalesce(date_diff('day', touched.first_date, touched.last_date), 0) as span_days,
    cast(coalesce(touched.seller_touches, 0) as bigint) as seller_touches

from deals

left join touched
    on deals.opportunity_id = touched.opportunity_id

left join people_of_deals
    on deals.opportunity_id = people_of_deals.opportunity_id

left join roles_of_deals
    on deals.opportunity_id = roles_of_deals.opportunity_id
