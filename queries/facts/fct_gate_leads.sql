-- One row per person with a score at their landmark, the day they came in, on which the gate that
-- decides by score had a line and applied to their source. Days count from the landmark: to the
-- gate's pass, to the day sales took them on, to their first new-business deal after it. Never a
-- later or the highest score: who engages later scores higher.
with

-- The score recorded with the gate's first decision serves where the lead itself has none, if it
-- was decided within a day.
first_decisions as (

    select
        fct_lead_persons.person_id,
        gate_decisions.score
    from gate_decisions
    inner join fct_lead_persons
        on gate_decisions.entity_id = fct_lead_persons.lead_id
    inner join fct_persons
        on fct_lead_persons.person_id = fct_persons.person_id
    where
        gate_decisions.entity_type = 'lead'
        and gate_decisions.gate in (select gate from fct_gate_lines)
        and gate_decisions.decided_at <= fct_persons.created_at + interval '1' day
    qualify
        row_number() over (
            partition by fct_lead_persons.person_id
            order by
                gate_decisions.decided_at,
                gate_decisions.verdict,
                gate_decisions.score
        ) = 1

),

gate_passes as (

    select
        person_id,
        min(decided_date) as passed_date
    from fct_verdicts
    where
        verdict = 'pass'
        and gate in (select gate from fct_gate_lines)
    group by person_id

),

later_passes as (

    select
        person_id,
        min(decided_date) as accepted_date
    from fct_verdicts
    where
        verdict = 'pass'
        and position > (select max(position) from fct_gate_lines)
    group by person_id

),

later_gates as (

    select count(*) as gates
    from config_gates
    where
        before = 'opportunity'
        and position > (select max(position) from fct_gate_lines)

),

signs as (

    select
        fct_persons.person_id,
        count(distinct fct_contacts.kind) as kinds
    from fct_persons
    inner join fct_contacts
        on fct_persons.person_id = fct_contacts.person_id
    where
        fct_contacts.direction = 'buyer'
        and fct_contacts.contact_date <= fct_persons.created_date
    group by fct_persons.person_id

),

first_deals as (

    select
        fct_leads.person_id,
        min(fct_deals.created_date) as created_date
    from fct_leads
    inner join fct_deals
        on fct_leads.person_id = fct_deals.person_id
    where
        fct_deals.is_new_business
        and fct_deals.created_date >= fct_leads.created_date
    group by fct_leads.person_id

),

persons as (

    select
        fct_leads.person_id,
        fct_leads.lead_id,
        fct_leads.cluster_id,
        fct_leads.account_id,
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
        fct_leads.created_date as landmark_date,
        fct_leads.created_month as landmark_month,
        fct_leads.hand_raised_date,
        coalesce(fct_leads.score, first_decisions.score) as score
    from fct_leads
    left join first_decisions
        on fct_leads.person_id = first_decisions.person_id

)

select
    persons.person_id,
    persons.lead_id,
    persons.cluster_id,
    persons.account_id,
    persons.source,
    persons.source_family,
    persons.dim_1,
    persons.dim_2,
    persons.dim_3,
    persons.dim_4,
    persons.dim_5,
    persons.dim_6,
    persons.dim_7,
    persons.dim_8,
    -- What makes two people alike, as far as the config says.
    case when settings.alike_slots like '%dim_1%' then persons.dim_1 || ' | ' else '' end
    || case when settings.alike_slots like '%dim_2%' then persons.dim_2 || ' | ' else '' end
    || case when settings.alike_slots like '%dim_3%' then persons.dim_3 || ' | ' else '' end
    || case when settings.alike_slots like '%dim_4%' then persons.dim_4 || ' | ' else '' end
    || case when settings.alike_slots like '%dim_5%' then persons.dim_5 || ' | ' else '' end
    || case when settings.alike_slots like '%dim_6%' then persons.dim_6 || ' | ' else '' end
    || case when settings.alike_slots like '%dim_7%' then persons.dim_7 || ' | ' else '' end
    || case when settings.alike_slots like '%dim_8%' then persons.dim_8 || ' | ' else '' end
        as segment,
    leads.owner_id,
    fct_gate_lines.gate,
    persons.landmark_date,
    persons.landmark_month,
    date_diff('day', persons.landmark_date, clock.as_of_date) as age_days,
    persons.score,
    fct_gate_lines.threshold,
    persons.score - fct_gate_lines.threshold as distance,
    fct_gate_lines.regime,
    persons.score >= fct_gate_lines.threshold as is_offered,
    -- Some systems stamp a step before they store the lead: day 0.
    case
        when gate_passes.passed_date <= persons.landmark_date then 0
        else date_diff('day', persons.landmark_date, gate_passes.passed_date)
    end as passed_days,
    case
        when later_gates.gates > 0 and later_passes.accepted_date <= persons.landmark_date then 0
        when later_gates.gates > 0
            then date_diff('day', persons.landmark_date, later_passes.accepted_date)
        else date_diff('day', persons.landmark_date, fct_person_contacts.first_tried_date)
    end as worked_days,
    date_diff('day', persons.landmark_date, first_deals.created_date) as deal_days,
    leads.let_through_at_random,
    coalesce(persons.hand_raised_date <= persons.landmark_date, false) as is_hand_raised,
    -- What the buyer had done by the end of that day: a raised hand, and up to three other ways.
    case when persons.hand_raised_date <= persons.landmark_date then 1 else 0 end
    + least(coalesce(signs.kinds, 0), 3) as readiness

from persons

cross join clock

cross join settings

cross join later_gates

inner join leads
    on persons.lead_id = leads.lead_id

inner join fct_gate_lines
    on
        persons.landmark_date >= fct_gate_lines.valid_from_date
        and persons.landmark_date < fct_gate_lines.valid_until_date

inner join config_gates
    on fct_gate_lines.gate = config_gates.gate

left join gate_passes
    on persons.person_id = gate_passes.person_id

left join later_passes
    on persons.person_id = later_passes.person_id

left join fct_person_contacts
    on persons.person_id = fct_person_contacts.person_id

left join signs
    on persons.person_id = signs.person_id

left join first_deals
    on persons.person_id = first_deals.person_id

where
    persons.score is not null
    and (config_gates.since is null or persons.landmark_date >= config_gates.since)
    and (config_gates.until is null or persons.landmark_date <= config_gates.until)
    and (config_gates.sources is null or list_contains(config_gates.sources, persons.source))
