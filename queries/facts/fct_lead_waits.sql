-- One row per person who waits for us (since a hand-raise; since they came in where no export
-- records any): until the first attempt by one of us, the first conversation, and the first one
-- with somebody who can help; and how much of the wait was spent inside the gate, until its last
-- decision. Marketing's and machines' messages are no attempt. In minutes where both times are
-- known; else in days, the same day counting as half a day. Local midnight is a day without time.
with

raised as (

    select
        fct_leads.person_id,
        fct_leads.lead_id,
        fct_leads.cluster_id,
        fct_leads.source,
        fct_leads.source_family,
        fct_leads.dim_1,
        fct_leads.dim_2,
        fct_leads.dim_3,
        fct_leads.dim_4,
        fct_leads.dim_5,
        fct_leads.dim_6,
        fct_leads.dim_7,
        fct_leads.dim_8,
        fct_leads.score,
        fct_leads.created_date,
        fct_leads.waits_from_date,
        fct_leads.waits_from_month,
        clock.as_of_date,
        settings.time_zone,
        settings.alike_slots,
        case
            when fct_leads.waits_from_date = fct_persons.hand_raised_date
                then fct_persons.hand_raised_at
            else fct_persons.created_at
        end as raised_at
    from fct_leads
    cross join clock
    cross join settings
    inner join fct_persons
        on fct_leads.person_id = fct_persons.person_id
    where fct_leads.waits_from_date is not null

),

timed as (

    select
        raised.*,
        (raised_at at time zone 'UTC') at time zone time_zone as local_at
    from raised

),

waiting as (

    select
        timed.*,
        coalesce(local_at <> date_trunc('day', local_at), false) as is_timed,
        hour(local_at) * 60 + minute(local_at) as minute_of_day,
        date_diff('day', cast(date_trunc('week', waits_from_date) as date), waits_from_date)
            as weekday_number
    from timed

),

-- Those who can help: the roles that the config names; where it names none, every known role that
-- is neither marketing's nor sales development's.
helpers as (

    select count(*) as roles_named
    from config_helpers

),

contacts as (

    select
        waiting.person_id,
        waiting.raised_at,
        waiting.waits_from_date,
        waiting.is_timed,
        fct_contacts.contact_at,
        fct_contacts.contact_date,
        fct_contacts.direction = 'mutual' as is_conversation,
        case
            when helpers.roles_named > 0 then config_helpers.role is not null
            else fct_contacts.actor_role is not null and fct_contacts.actor_side = 'seller'
        end as is_helper,
        (fct_contacts.contact_at at time zone 'UTC') at time zone waiting.time_zone as local_at
    from waiting
    cross join helpers
    inner join fct_contacts
        on waiting.person_id = fct_contacts.person_id
    left join config_helpers
        on fct_contacts.actor_role = config_helpers.role
    where
        fct_contacts.direction in ('seller', 'mutual')
        and fct_contacts.actor_side in ('seller', 'sales_development')
        and fct_contacts.contact_date >= waiting.waits_from_date

),

timed_contacts as (

    select
        contacts.*,
        is_timed and local_at <> date_trunc('day', local_at) as is_exact
    from contacts

),

-- A call an hour before the hand was raised, on the same day, is no answer to it.
answers as (

    select
        person_id,
        contact_at,
        contact_date,
        is_conversation,
        is_helper,
        case
            when is_exact then date_diff('minute', raised_at, contact_at)
            when contact_date = waits_from_date then 720
            else date_diff('day', waits_from_date, contact_date) * 1440
        end as minutes
    from timed_contacts
    where not is_exact or contact_at >= raised_at

),

first_answers as (

    select
        person_id,
        min(contact_at) as first_attempt_at,
        min(contact_date) as first_attempt_date,
        min(minutes) as attempt_minutes,
        min(case when is_conversation then contact_at end) as first_conversation_at,
        min(case when is_conversation then minutes end) as conversation_minutes,
        min(case when is_conversation and is_helper then contact_at end) as first_helper_at,
        min(case when is_conversation and is_helper then contact_date end) as first_helper_date,
        min(case when is_conversation and is_helper then minutes end) as helper_minutes
    from answers
    group by person_id

),

-- Where a deal began before any attempt on record, somebody was in touch by then.
deal_days as (

    select
        waiting.person_id,
        min(
            case
                when fct_deals.created_date >= waiting.waits_from_date then fct_deals.created_date
            end
        ) as first_deal_date,
        min(
            case
                when
                    fct_deals.outcome = 'lost'
                    and fct_deals.closed_date >= waiting.waits_from_date
                    then fct_deals.closed_date
            end
        ) as lost_date
    from waiting
    inner join fct_deals
        on waiting.person_id = fct_deals.person_id
    where fct_deals.is_new_business
    group by waiting.person_id

),

fail_days as (

    select
        waiting.person_id,
        min(fct_verdicts.decided_date) as fail_date
    from waiting
    inner join fct_verdicts
        on waiting.person_id = fct_verdicts.person_id
    where
        fct_verdicts.verdict = 'fail'
        and fct_verdicts.decided_date >= waiting.waits_from_date
    group by waiting.person_id

),

-- The day on which somebody first tried, and the day on which the wait for help ended.
ends as (

    select
        waiting.person_id,
        first_answers.first_helper_date,
        fail_days.fail_date,
        least(first_answers.first_helper_date, fail_days.fail_date, deal_days.lost_date)
            as help_end_date,
        least(first_answers.first_attempt_date, deal_days.first_deal_date) as tried_date,
        least(fail_days.fail_date, deal_days.lost_date) as other_end_date,
        case
            when
                first_answers.attempt_minutes is not null
                and coalesce(first_answers.first_attempt_date <= deal_days.first_deal_date, true)
                then first_answers.attempt_minutes
            when deal_days.first_deal_date = waiting.waits_from_date then 720
            else date_diff('day', waiting.waits_from_date, deal_days.first_deal_date) * 1440
        end as tried_minutes
    from waiting
    left join first_answers
        on waiting.person_id = first_answers.person_id
    left join deal_days
        on waiting.person_id = deal_days.person_id
    left join fail_days
        on waiting.person_id = fail_days.person_id

),

-- What gates decided since the hand was raised. Known by its day alone, a decision of the day of
-- the attempt counts as after it: the call may have been what was decided on.
decided as (

    select
        waiting.person_id,
        fct_verdicts.decided_date,
        ends.tried_date,
        ends.tried_minutes,
        waiting.is_timed and fct_verdicts.date_quality = 'recorded' as is_exact,
        case
            when waiting.is_timed and fct_verdicts.date_quality = 'recorded'
                then date_diff('minute', waiting.raised_at, fct_verdicts.decided_at)
            else date_diff('day', waiting.waits_from_date, fct_verdicts.decided_date) * 1440
        end as minutes
    from waiting
    inner join ends
        on waiting.person_id = ends.person_id
    inner join fct_verdicts
        on waiting.person_id = fct_verdicts.person_id
    where
        fct_verdicts.verdict in ('pass', 'fail', 'waived')
        and fct_verdicts.decided_date >= waiting.waits_from_date
        and fct_verdicts.decided_date <= ends.tried_date

),

-- Where no gate ever decided about anybody, nothing is known of the time inside it.
ever as (

    select count(*) as decisions
    from fct_verdicts

),

-- The last of those before the first attempt: until then nobody might call.
decisions as (

    select
        person_id,
        max(decided_date) as last_decided_date,
        max(minutes) as decided_minutes
    from decided
    where
        (is_exact and minutes between 0 and tried_minutes)
        or (not is_exact and decided_date < tried_date)
    group by person_id

)

select
    waiting.person_id,
    waiting.lead_id,
    waiting.cluster_id,
    waiting.source,
    waiting.source_family,
    waiting.dim_1,
    waiting.dim_2,
    waiting.dim_3,
    waiting.dim_4,
    waiting.dim_5,
    waiting.dim_6,
    waiting.dim_7,
    waiting.dim_8,
    waiting.score,
    -- By tenths of all who wait, those of one score together; none where there is no score.
    case
        when waiting.score is not null
            then
                1 + cast(
                    floor(
                        least(
                            10 * percent_rank() over (
                                partition by waiting.score is null
                                order by waiting.score
                            ),
                            9.5
                        )
                    ) as bigint
                )
    end as score_tenth,
    -- What else a person is compared with: the dimensions that the config calls alike.
    case when waiting.alike_slots like '%dim_1%' then waiting.dim_1 || ' | ' else '' end
    || case when waiting.alike_slots like '%dim_2%' then waiting.dim_2 || ' | ' else '' end
    || case when waiting.alike_slots like '%dim_3%' then waiting.dim_3 || ' | ' else '' end
    || case when waiting.alike_slots like '%dim_4%' then waiting.dim_4 || ' | ' else '' end
    || case when waiting.alike_slots like '%dim_5%' then waiting.dim_5 || ' | ' else '' end
    || case when waiting.alike_slots like '%dim_6%' then waiting.dim_6 || ' | ' else '' end
    || case when waiting.alike_slots like '%dim_7%' then waiting.dim_7 || ' | ' else '' end
    || case when waiting.alike_slots like '%dim_8%' then waiting.dim_8 || ' | ' else '' end
        as alike,
    waiting.created_date,
    waiting.waits_from_date,
    waiting.waits_from_month,
    date_diff('day', waiting.waits_from_date, waiting.as_of_date) as age_days,
    waiting.raised_at,
    waiting.is_timed,
    -- Saturday, Sunday, or a time before nine or from eighteen o'clock.
    waiting.weekday_number >= 5
    or (waiting.is_timed and waiting.minute_of_day not between 540 and 1079) as is_off_hours,
    first_answers.first_attempt_at,
    first_answers.first_conversation_at,
    first_answers.first_helper_at,
    first_answers.attempt_minutes,
    first_answers.conversation_minutes,
    first_answers.helper_minutes,
    ends.tried_date,
    ends.tried_minutes,
    case when ends.tried_date is not null then coalesce(decisions.decided_minutes, 0) end
        as inside_gate_minutes,
    case
        when ends.tried_date is not null
            then
                coalesce(
                    date_diff('day', waiting.waits_from_date, decisions.last_decided_date), 0
                )
    end as inside_gate_days,
    ever.decisions > 0 as has_gate_decisions,
    -- Let go by the gate: past its last decision before the attempt, at once where none decided.
    case
        when ends.tried_date is null and ends.other_end_date is null then 'censored'
        when coalesce(ends.tried_date <= ends.other_end_date, ends.other_end_date is null)
            then 'let_go'
        when ends.other_end_date = ends.fail_date then 'rejected'
        else 'lost'
    end as let_go_kind,
    case
        when coalesce(ends.tried_date <= ends.other_end_date, ends.tried_date is not null)
            then
                coalesce(
                    date_diff('day', waiting.waits_from_date, decisions.last_decided_date), 0
                )
        else
            date_diff(
                'day', waiting.waits_from_date, coalesce(ends.other_end_date, waiting.as_of_date)
            )
    end as let_go_days,
    case
        when ends.help_end_date is null then 'censored'
        when ends.help_end_date = ends.first_helper_date then 'helper'
        when ends.help_end_date = ends.fail_date then 'rejected'
        else 'lost'
    end as helper_kind,
    date_diff(
        'day', waiting.waits_from_date, coalesce(ends.help_end_date, waiting.as_of_date)
    ) as helper_days

from waiting

cross join ever

inner join ends
    on waiting.person_id = ends.person_id

left join first_answers
    on waiting.person_id = first_answers.person_id

left join decisions
    on waiting.person_id = decisions.person_id
