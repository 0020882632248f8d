-- One row per closed deal of which any channel is recorded: by which channels the buyer came, up to
-- the deal's creation. The source of the lead comes first, then each kind of contact that the buyer
-- took part in, in order of its first time; the kind of the last contact stands last. Between
-- first and last at most three are named.
with

contacts as (

    select
        fct_deals.opportunity_id,
        replace(fct_deal_touches.kind, '>', '/') as channel,
        1 as turn,
        fct_deal_touches.contact_at
    from fct_deals
    cross join settings
    inner join fct_deal_touches
        on fct_deals.opportunity_id = fct_deal_touches.opportunity_id
    where
        fct_deals.outcome in ('won', 'lost')
        and fct_deal_touches.kind is not null
        and fct_deal_touches.direction in ('buyer', 'mutual')
        and fct_deal_touches.contact_at <= fct_deals.created_at
        and date_diff('day', fct_deal_touches.contact_date, fct_deals.created_date)
        <= settings.lookback_days

    union all

    select
        opportunity_id,
        replace(source, '>', '/') as channel,
        0 as turn,
        cast(null as timestamp) as contact_at
    from fct_deals
    where
        outcome in ('won', 'lost')
        and source <> '(not recorded)'

),

channels as (

    select
        opportunity_id,
        channel,
        min(turn) as turn,
        min(contact_at) as first_at,
        max(contact_at) as last_at
    from contacts
    group by
        opportunity_id,
        channel

),

ordered as (

    select
        opportunity_id,
        channel,
        count(*) over (partition by opportunity_id) as channels,
        row_number() over (
            partition by opportunity_id
            order by turn asc, first_at asc nulls last, channel asc
        ) as place,
        row_number() over (
            partition by opportunity_id
            order by last_at desc nulls last, channel asc
        ) as place_from_end
    from channels

),

between_ends as (

    select
        opportunity_id,
        channel,
        channels,
        place,
        place_from_end,
        row_number() over (
            partition by opportunity_id, place > 1 and place_from_end > 1
            order by place
        ) as place_between
    from ordered

),

stories as (

    select
        opportunity_id,
        max(channels) as channels,
        max(case when place = 1 then channel end) as first_channel,
        max(case when place_from_end = 1 then channel end) as last_channel,
        max(case when place > 1 and place_from_end > 1 and place_between = 1 then channel end)
            as second_channel,
        max(case when place > 1 and place_from_end > 1 and place_between = 2 then channel end)
            as third_channel,
        max(case when place > 1 and place_from_end > 1 and place_between = 3 then channel end)
            as fourth_channel
    from between_ends
    group by opportunity_id

)

select
    opportunity_id,
    channels > 1 as has_several_channels,
    first_channel
    || coalesce(' > ' || second_channel, '')
    || coalesce(' > ' || third_channel, '')
    || coalesce(' > ' || fourth_channel, '')
    || case when channels > 1 then ' > ' || last_channel else '' end as story

from stories
