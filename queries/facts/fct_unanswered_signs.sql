-- One row per person who stands turned away, was not ruled out, and asked or reacted since, in the
-- look-back days, without anybody's reply on that day or later: since when they wait. A reply is what
-- sales did, or a talk with anybody of us; what marketing sends or a machine does is none.
with

waiting as (

    select
        fct_turned_away_now.*,
        clock.as_of_date,
        settings.lookback_days
    from fct_turned_away_now
    cross join clock
    cross join settings
    where coalesce(fct_turned_away_now.fail_kind, '') <> 'disqualified'

),

signs as (

    select
        waiting.person_id,
        fct_contacts.contact_date as sign_date,
        fct_contacts.topic,
        fct_contacts.kind,
        lower(fct_contacts.kind) in (
            'call', 'chat', 'e-mail', 'email', 'form', 'message', 'reply', 'request'
        )
        and not coalesce(fct_contacts.is_gated, false) as is_asked
    from waiting
    inner join fct_contacts
        on waiting.person_id = fct_contacts.person_id
    where
        fct_contacts.actor_side = 'buyer'
        and fct_contacts.contact_date > waiting.turned_away_date
        and date_diff('day', fct_contacts.contact_date, waiting.as_of_date)
        <= waiting.lookback_days

    union all

    select
        person_id,
        hand_raised_date as sign_date,
        cast(null as varchar) as topic,
        'hand raised' as kind,
        true as is_asked
    from waiting
    where
        hand_raised_date > turned_away_date
        and date_diff('day', hand_raised_date, as_of_date) <= lookback_days

),

replies as (

    select
        waiting.person_id,
        max(fct_contacts.contact_date) as last_reply_date
    from waiting
    inner join fct_contacts
        on waiting.person_id = fct_contacts.person_id
    where
        fct_contacts.actor_side in ('sales_development', 'seller')
        or (fct_contacts.actor_side = 'marketing' and fct_contacts.direction = 'mutual')
    group by waiting.person_id

),

unanswered as (

    select
        signs.person_id,
        min(signs.sign_date) as first_sign_date,
        max(signs.sign_date) as last_sign_date,
        max_by(signs.kind, signs.sign_date) as last_kind,
        max_by(signs.topic, signs.sign_date) as last_topic,
        count(*) as sign_count,
        max(case when signs.is_asked then 1 else 0 end) = 1 as is_asked
    from signs
    left join replies
        on signs.person_id = replies.person_id
    where coalesce(signs.sign_date > replies.last_reply_date, true)
    group by signs.person_id

)

select
    waiting.person_id as record_id,
    waiting.lead_id,
    waiting.cluster_id,
    waiting.gate,
    waiting.fail_kind,
    waiting.reason,
    waiting.turned_away_date,
    unanswered.first_sign_date,
    unanswered.last_sign_date,
    unanswered.last_kind,
    unanswered.last_topic,
    unanswered.sign_count,
    unanswered.is_asked,
    date_diff('day', unanswered.first_sign_date, waiting.as_of_date) as waiting_days,
    waiting.source,
    waiting.dim_1,
    waiting.dim_2,
    waiting.dim_3,
    waiting.dim_4,
    waiting.dim_5,
    waiting.dim_6,
    waiting.dim_7,
    waiting.dim_8

from unanswered

inner join waiting
    on unanswered.person_id = waiting.person_id
