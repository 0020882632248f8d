-- One row per gate and person who came to it, or deal for a gate that deals must pass, with the first
-- decision there. Gates are those of the config and those that decisions name though no config does.
-- A person comes to a gate before the deal when the one before it let them pass, to the first when
-- they come in, and to any when it was opened for them; to other gates with their decision alone. A
-- deal comes to a stage when it is created, and has passed it once it is there or beyond.
with

gates as (

    select
        gate,
        position,
        before,
        stage,
        decided_by,
        since,
        until,
        sources,
        case
            when count(*) over (partition by label) > 1 then label || ' (' || gate || ')' else label
        end as gate_name
    from config_gates

),

-- The gates before the deal that a person had to pass, each with the one before it.
asked as (

    select
        fct_leads.person_id,
        fct_leads.created_date,
        gates.gate,
        lag(gates.gate) over (
            partition by fct_leads.person_id
            order by gates.position
        ) as gate_before
    from fct_leads
    cross join gates
    where
        gates.before = 'opportunity'
        and (gates.since is null or fct_leads.created_date >= gates.since)
        and (gates.until is null or fct_leads.created_date <= gates.until)
        and (gates.sources is null or list_contains(gates.sources, fct_leads.source))

),

passes as (

    select
        person_id,
        gate,
        min(decided_date) as passed_date
    from fct_verdicts
    where verdict in ('pass', 'waived')
    group by person_id, gate

),

openings as (

    select
        person_id,
        gate,
        min(coalesce(opened_date, case when verdict = 'none' then decided_date end)) as opened_date
    from fct_verdicts
    group by person_id, gate

),

decided_before_deal as (

    select
        person_id,
        gate,
        verdict,
        fail_kind,
        decided_by,
        decided_date,
        gate_days,
        required_fields
    from fct_verdicts
    where verdict in ('pass', 'fail', 'waived')
    qualify
        row_number() over (partition by person_id, gate order by decided_at, verdict_id) = 1

),

arrived as (

    select
        asked.person_id,
        asked.gate,
        case
            when asked.gate_before is null then asked.created_date else passes.passed_date
        end as came_date
    from asked
    left join passes
        on
            asked.person_id = passes.person_id
            and asked.gate_before = passes.gate
    where asked.gate_before is null or passes.passed_date is not null

    union all

    select
        person_id,
        gate,
        opened_date as came_date
    from openings
    where opened_date is not null

),

not_decided as (

    select
        arrived.person_id,
        arrived.gate,
        max(arrived.came_date) as came_date
    from arrived
    left join decided_before_deal
        on
            arrived.person_id = decided_before_deal.person_id
            and arrived.gate = decided_before_deal.gate
    where decided_before_deal.person_id is null
    group by arrived.person_id, arrived.gate

),

-- Decisions about people at gates that stand before no deal or that no config names, and about deals.
other_decisions as (

    select
        'lead' as about,
        fct_lead_persons.person_id as record_id,
        gate_decisions.gate,
        gate_decisions.verdict,
        gate_decisions.fail_kind,
        gate_decisions.decided_by,
        gate_decisions.opened_date,
        gate_decisions.decided_at,
        gate_decisions.decided_date,
        gate_decisions.required_fields
    from gate_decisions
    inner join fct_lead_persons
        on gate_decisions.entity_id = fct_lead_persons.lead_id
    left join gates
        on gate_decisions.gate = gates.gate
    where
        gate_decisions.entity_type = 'lead'
        and coalesce(gates.before <> 'opportunity', true)

    union all

    select
        'deal' as about,
        entity_id as record_id,
        gate,
        verdict,
        fail_kind,
        decided_by,
        opened_date,
        decided_at,
        decided_date,
        required_fields
    from gate_decisions
    where entity_type = 'opportunity'

),

first_of_others as (

    select
        other_decisions.*,
        min(opened_date) over (partition by about, record_id, gate) as first_opened_date
    from other_decisions
    qualify
        row_number() over (
            partition by about, record_id, gate
            order by
                case when verdict = 'none' then 1 else 0 end,
                decided_at,
                verdict
        ) = 1

),

-- The rank of a gate that is a stage, in each pipeline that has it.
stage_gates as (

    select
        gates.gate,
        gates.decided_by,
        gates.since,
        gates.until,
        stages.pipeline,
        stages.stage,
        stages.rank
    from gates
    inner join stages
        on gates.stage = stages.stage

),

stage_entries as (

    select
        stage_gates.gate,
        stage_gates.decided_by,
        fct_deals.opportunity_id,
        fct_deals.created_date,
        fct_deals.outcome,
        fct_deals.closed_date,
        min(
            case
                when
                    fct_deal_stages.role = 'won'
                    or fct_deal_stages.stage = stage_gates.stage
                    or fct_deal_stages.rank >= stage_gates.rank
                    then fct_deal_stages.known_date
            end
        ) as reached_date
    from stage_gates
    inner join fct_deals
        on stage_gates.pipeline = fct_deals.pipeline
    inner join fct_deal_stages
        on fct_deals.opportunity_id = fct_deal_stages.opportunity_id
    where
        (stage_gates.since is null or fct_deals.created_date >= stage_gates.since)
        and (stage_gates.until is null or fct_deals.created_date <= stage_gates.until)
    group by
        stage_gates.gate,
        stage_gates.decided_by,
        fct_deals.opportunity_id,
        fct_deals.created_date,
        fct_deals.outcome,
        fct_deals.closed_date

),

turns as (

    select
        'lead' as about,
        person_id as record_id,
        gate,
        verdict,
        fail_kind,
        decided_by,
        cast(decided_date - coalesce(gate_days, 0) * interval '1' day as date) as came_date,
        decided_date,
        gate_days as days_to_decision,
        required_fields
    from decided_before_deal

    union all

    select
        'lead' as about,
        person_id as record_id,
        gate,
        cast(null as varchar) as verdict,
        cast(null as varchar) as fail_kind,
        cast(null as varchar) as decided_by,
        came_date,
        cast(null as date) as decided_date,
        cast(null as bigint) as days_to_decision,
        cast(null as bigint) as required_fields
    from not_decided

    union all

    select
        first_of_others.about,
        first_of_others.record_id,
        first_of_others.gate,
        case when first_of_others.verdict <> 'none' then first_of_others.verdict end as verdict,
        first_of_others.fail_kind,
        first_of_others.decided_by,
        case
            when first_of_others.first_opened_date <= first_of_others.decided_date
                then first_of_others.first_opened_date
            else first_of_others.decided_date
        end as came_date,
        case
            when first_of_others.verdict <> 'none' then first_of_others.decided_date
        end as decided_date,
        case
            when
                first_of_others.verdict <> 'none'
                and first_of_others.first_opened_date <= first_of_others.decided_date
                then
                    date_diff(
                        'day', first_of_others.first_opened_date, first_of_others.decided_date
                    )
        end as days_to_decision,
        first_of_others.required_fields
    from first_of_others

    union all

    select
        'deal' as about,
        opportunity_id as record_id,
        gate,
        case
            when reached_date is not null then 'pass'
            when outcome = 'lost' then 'fail'
        end as verdict,
        cast(null as varchar) as fail_kind,
        decided_by,
        created_date as came_date,
        case
            when reached_date is not null then greatest(reached_date, created_date)
            when outcome = 'lost' then closed_date
        end as decided_date,
        case
            when reached_date is not null
                then greatest(date_diff('day', created_date, reached_date), 0)
            when outcome = 'lost' and closed_date >= created_date
                then date_diff('day', created_date, closed_date)
        end as days_to_decision,
        cast(null as bigint) as required_fields
    from stage_entries

),

records as (

    select
        'lead' as about,
        person_id as record_id,
        person_id,
        cluster_id,
        true as is_new_business,
        source,
        dim_1,
        dim_2,
        dim_3,
        dim_4,
        dim_5,
        dim_6,
        dim_7,
        dim_8
    from fct_leads

    union all

    select
        'deal' as about,
        opportunity_id as record_id,
        person_id,
        coalesce(account_id, opportunity_id) as cluster_id,
        is_new_business,
        source,
        dim_1,
        dim_2,
        dim_3,
        dim_4,
        dim_5,
        dim_6,
        dim_7,
        dim_8
    from fct_deals

),

given as (

    select
        coalesce(fct_lead_persons.person_id, touches.person_id) as person_id,
        min(touches.at_date) as given_date
    from touches
    left join fct_lead_persons
        on touches.lead_id = fct_lead_persons.lead_id
    where touches.gives_value
    group by coalesce(fct_lead_persons.person_id, touches.person_id)

),

-- Whether we were in touch again after a person was turned away, in thirty days.
fails as (

    select
        record_id,
        gate,
        decided_date
    from turns
    where
        about = 'lead'
        and verdict = 'fail'

),

touched_again as (

    select
        fails.record_id,
        fails.gate,
        min(fct_contacts.contact_date) as touched_date
    from fails
    inner join fct_contacts
        on fails.record_id = fct_contacts.person_id
    where
        fct_contacts.direction in ('seller', 'mutual')
        and fct_contacts.contact_date > fails.decided_date
    group by fails.record_id, fails.gate

)

select
    turns.about,
    turns.record_id,
    coalesce(gates.gate_name, turns.gate) as gate,
    coalesce(gates.position, 1000) as position,
    gates.gate is not null as is_declared,
    records.cluster_id,
    records.is_new_business,
    records.source,
    records.dim_1,
    records.dim_2,
    records.dim_3,
    records.dim_4,
    records.dim_5,
    records.dim_6,
    records.dim_7,
    records.dim_8,
    turns.came_date,
    cast(date_trunc('month', turns.came_date) as date) as came_month,
    turns.verdict,
    turns.fail_kind,
    turns.decided_by,
    turns.decided_date,
    turns.required_fields,
    case when turns.verdict is null then 'censored' else 'decided' end as end_kind,
    -- Null where a decision is known and its beginning is not.
    case
        when turns.verdict is not null then turns.days_to_decision
        else greatest(date_diff('day', turns.came_date, clock.as_of_date), 0)
    end as elapsed_days,
    -- Nobody decided in thirty days is never; younger ones are still waiting.
    turns.verdict is null and date_diff('day', turns.came_date, clock.as_of_date) < 30
        as is_waiting,
    case
        when turns.about = 'lead' and turns.verdict is not null
            then coalesce(
                least(fct_person_contacts.first_talk_date, given.given_date) > turns.decided_date,
                true
            )
    end as is_before_any_help,
    case
        when
            turns.about = 'lead'
            and turns.verdict = 'fail'
            and date_diff('day', turns.decided_date, clock.as_of_date) >= 30
            then coalesce(
                date_diff('day', turns.decided_date, touched_again.touched_date) <= 30, false
            )
    end as is_touched_after,
    cast(1 as bigint) as n

from turns

cross join clock

inner join records
    on
        turns.about = records.about
        and turns.record_id = records.record_id

left join gates
    on turns.gate = gates.gate

left join fct_person_contacts
    on records.person_id = fct_person_contacts.person_id

left join given
    on records.person_id = given.person_id

left join touched_again
    on
        turns.record_id = touched_again.record_id
        and turns.gate = touched_again.gate
