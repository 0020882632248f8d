-- One row per person who came in as a lead, with the first day of each thing that happened to
-- them by the as-of date, and how their wait for us ended. Deals and wins are new business linked
-- to the person by ids.
with

-- The gates a person passed, in the order of the gates.
gates_passed as (

    select distinct
        person_id,
        gate,
        position
    from fct_verdicts
    where verdict = 'pass'

),

gates_entered as (

    select
        person_id,
        string_agg(gate, ' > ' order by position) as gates
    from gates_passed
    group by person_id

),

gate_days as (

    select
        fct_verdicts.person_id,
        min(
            case
                when fct_verdicts.step = 'mql' and fct_verdicts.verdict = 'pass'
                    then fct_verdicts.decided_date
            end
        ) as mql_date,
        min(
            case
                when fct_verdicts.step = 'sql' and fct_verdicts.verdict = 'pass'
                    then fct_verdicts.decided_date
            end
        ) as sql_date,
        min(case when fct_verdicts.verdict = 'fail' then fct_verdicts.decided_date end)
            as first_fail_date,
        min(
            case
                when
                    fct_verdicts.verdict = 'fail'
                    and fct_verdicts.decided_date >= fct_person_contacts.waits_from_date
                    then fct_verdicts.decided_date
            end
        ) as fail_while_waiting_date,
        count(*) filter (where fct_verdicts.verdict = 'fail') as fails
    from fct_verdicts
    left join fct_person_contacts
        on fct_verdicts.person_id = fct_person_contacts.person_id
    group by fct_verdicts.person_id

),

-- A recorded SQL before the MQL is a skip; only a later one follows from it.
sql_after_mql as (

    select
        fct_verdicts.person_id,
        min(fct_verdicts.decided_date) as sql_after_mql_date
    from fct_verdicts
    inner join gate_days
        on fct_verdicts.person_id = gate_days.person_id
    where
        fct_verdicts.step = 'sql'
        and fct_verdicts.verdict = 'pass'
        and fct_verdicts.decided_date >= gate_days.mql_date
    group by fct_verdicts.person_id

),

-- Who went back and was qualified again keeps the first clock; the second turn is told beside it.
mql_turns as (

    select
        person_id,
        count(*) as mql_entries,
        min(case when place = 2 then entered_date end) as mql_again_date
    from fct_lead_entries
    where step = 'mql'
    group by person_id

),

sql_after_again as (

    select
        fct_verdicts.person_id,
        min(fct_verdicts.decided_date) as sql_after_again_date
    from fct_verdicts
    inner join mql_turns
        on fct_verdicts.person_id = mql_turns.person_id
    where
        fct_verdicts.step = 'sql'
        and fct_verdicts.verdict = 'pass'
        and fct_verdicts.decided_date >= mql_turns.mql_again_date
    group by fct_verdicts.person_id

),

-- A deal that was closed before the person came in does not follow from their coming, unless the
-- export itself says that it came from this lead.
deals_of_persons as (

    select
        fct_deals.person_id,
        fct_deals.outcome,
        fct_deals.created_date,
        fct_deals.closed_date,
        fct_deals.amount_at_close,
        fct_person_contacts.waits_from_date,
        gate_days.sql_date
    from fct_deals
    inner join fct_person_contacts
        on fct_deals.person_id = fct_person_contacts.person_id
    left join gate_days
        on fct_deals.person_id = gate_days.person_id
    where
        fct_deals.is_new_business
        and (
            fct_deals.link_kind = 'converted_lead'
            or coalesce(fct_deals.closed_date >= fct_person_contacts.created_date, true)
        )

),

deal_days as (

    select
        person_id,
        count(*) as deals,
        count(*) filter (where outcome = 'won') as won_deals,
        count(*) filter (where outcome = 'open') as open_deals,
        min(created_date) as first_deal_date,
        min(case when created_date >= sql_date then created_date end) as deal_after_sql_date,
        min(case when outcome = 'won' then closed_date end) as first_won_date,
        min(case when outcome = 'lost' then closed_date end) as first_lost_date,
        min(case when outcome = 'lost' and closed_date >= waits_from_date then closed_date end)
            as lost_while_waiting_date,
        sum(case when outcome = 'won' then amount_at_close end) as won_amount
    from deals_of_persons
    group by person_id

),

waits as (

    select
        fct_person_contacts.person_id,
        fct_person_contacts.waits_from_date,
        fct_person_contacts.first_attempt_date,
        fct_person_contacts.first_conversation_date,
        clock.as_of_date,
        gate_days.fail_while_waiting_date as fail_date,
        deal_days.lost_while_waiting_date as lost_date
    from fct_person_contacts
    cross join clock
    left join gate_days
        on fct_person_contacts.person_id = gate_days.person_id
    left join deal_days
        on fct_person_contacts.person_id = deal_days.person_id

),

-- Being turned away or lost first ends the wait without the contact; on the same day the contact
-- came first.
wait_ends as (

    select
        person_id,
        waits_from_date,
        first_attempt_date,
        first_conversation_date,
        least(first_attempt_date, fail_date, lost_date) as attempt_end_date,
        least(first_conversation_date, fail_date, lost_date) as conversation_end_date,
        fail_date,
        lost_date,
        as_of_date
    from waits

)

select
    fct_persons.person_id,
    fct_persons.lead_id,
    fct_persons.account_id,
    coalesce(fct_persons.account_id, fct_persons.person_id) as cluster_id,
    coalesce(fct_persons.source, '(not recorded)') as source,
    coalesce(config_source_families.family, 'other') as source_family,
    fct_persons.score,
    'lead'
    || coalesce(' > ' || gates_entered.gates, '')
    || case when deal_days.first_deal_date is not null then ' > deal' else '' end
    || case when deal_days.first_won_date is not null then ' > won' else '' end as steps_entered,
    coalesce(fct_persons.dim_1, accounts.dim_1, '(not recorded)') as dim_1,
    coalesce(fct_persons.dim_2, accounts.dim_2, '(not recorded)') as dim_2,
    coalesce(fct_persons.dim_3, accounts.dim_3, '(not recorded)') as dim_3,
    coalesce(fct_persons.dim_4, accounts.dim_4, '(not recorded)') as dim_4,
    coalesce(fct_persons.dim_5, accounts.dim_5, '(not recorded)') as dim_5,
    coalesce(fct_persons.dim_6, accounts.dim_6, '(not recorded)') as dim_6,
    coalesce(fct_persons.dim_7, accounts.dim_7, '(not recorded)') as dim_7,
    coalesce(fct_persons.dim_8, accounts.dim_8, '(not recorded)') as dim_8,
    coalesce(gate_days.fails, 0) as fails,
    coalesce(deal_days.deals, 0) as deals,
    coalesce(deal_days.won_deals, 0) as won_deals,
    coalesce(deal_days.open_deals, 0) as open_deals,
    deal_days.won_amount,
    fct_persons.created_date,
    cast(date_trunc('month', fct_persons.created_date) as date) as created_month,
    fct_persons.hand_raised_date,
    wait_ends.waits_from_date,
    cast(date_trunc('month', wait_ends.waits_from_date) as date) as waits_from_month,
    wait_ends.first_attempt_date,
    wait_ends.first_conversation_date,
    case
        when wait_ends.attempt_end_date is null then 'censored'
        when wait_ends.attempt_end_date = wait_ends.first_attempt_date then 'attempt'
        when wait_ends.attempt_end_date = wait_ends.fail_date then 'rejected'
        else 'lost'
    end as attempt_kind,
    date_diff(
        'day',
        wait_ends.waits_from_date,
        coalesce(wait_ends.attempt_end_date, wait_ends.as_of_date)
    ) as attempt_days,
    case
        when wait_ends.conversation_end_date is null then 'censored'
        when wait_ends.conversation_end_date = wait_ends.first_conversation_date
            then 'conversation'
        when wait_ends.conversation_end_date = wait_ends.fail_date then 'rejected'
        else 'lost'
    end as conversation_kind,
    date_diff(
        'day',
        wait_ends.waits_from_date,
        coalesce(wait_ends.conversation_end_date, wait_ends.as_of_date)
    ) as conversation_days,
    gate_days.mql_date,
    coalesce(mql_turns.mql_entries, 0) as mql_entries,
    mql_turns.mql_again_date,
    gate_days.sql_date,
    sql_after_mql.sql_after_mql_date,
    sql_after_again.sql_after_again_date,
    gate_days.first_fail_date,
    deal_days.first_deal_date,
    deal_days.deal_after_sql_date,
    deal_days.first_won_date,
    deal_days.first_lost_date,
    -- A number for all the days that fct_lead_days holds, since every share by month groups by it.
    dense_rank() over (
        order by
            fct_persons.created_date,
            gate_days.mql_date,
            mql_turns.mql_entries,
            mql_turns.mql_again_date,
            gate_days.sql_date,
            sql_after_mql.sql_after_mql_date,
            sql_after_again.sql_after_again_date,
            deal_days.first_deal_date,
            deal_days.first_won_date
    ) as days_id

from fct_persons

inner join wait_ends
    on fct_persons.person_id = wait_ends.person_id

left join accounts
    on fct_persons.account_id = accounts.account_id

left join config_source_families
    on fct_persons.source = config_source_families.source

left join gates_entered
    on fct_persons.person_id = gates_entered.person_id

left join gate_days
    on fct_persons.person_id = gate_days.person_id

left join sql_after_mql
    on fct_persons.person_id = sql_after_mql.person_id

left join mql_turns
    on fct_persons.person_id = mql_turns.person_id

left join sql_after_again
    on fct_persons.person_id = sql_after_again.person_id

left join deal_days
    on fct_persons.person_id = deal_days.person_id
