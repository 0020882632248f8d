-- One row per person of fct_gate_leads and gate that stands after the one with the line and was in
-- force for them: on which day from their landmark it, or a gate behind it, let them through; null
-- where none did. Where no such gate is declared, a seller taking them on stands for one.
with

gates as (

    select
        gate,
        position,
        since,
        until,
        sources,
        false as is_of_sellers
    from config_gates
    where
        before = 'opportunity'
        and position > (select max(position) from fct_gate_lines)

),

gates_or_sellers as (

    select * from gates

    union all

    select
        'taken_on' as gate,
        max(position) + 1 as position,
        cast(null as date) as since,
        cast(null as date) as until,
        cast(null as varchar[]) as sources,
        true as is_of_sellers
    from fct_gate_lines
    where not exists (select 1 from gates)
    group by gate

),

passes as (

    select
        person_id,
        gate,
        min(decided_date) as passed_date
    from fct_verdicts
    where verdict in ('pass', 'waived')
    group by
        person_id,
        gate

),

decided as (

    select
        fct_gate_leads.person_id,
        gates_or_sellers.gate,
        gates_or_sellers.position,
        case
            when gates_or_sellers.is_of_sellers then fct_gate_leads.worked_days
            when passes.passed_date <= fct_gate_leads.landmark_date then 0
            else date_diff('day', fct_gate_leads.landmark_date, passes.passed_date)
        end as own_days

    from fct_gate_leads

    cross join gates_or_sellers

    left join passes
        on
            fct_gate_leads.person_id = passes.person_id
            and gates_or_sellers.gate = passes.gate

    where
        (gates_or_sellers.since is null or fct_gate_leads.landmark_date >= gates_or_sellers.since)
        and (
            gates_or_sellers.until is null
            or fct_gate_leads.landmark_date <= gates_or_sellers.until
        )
        and (
            gates_or_sellers.sources is null
            or list_contains(gates_or_sellers.sources, fct_gate_leads.source)
        )

)

select
    person_id,
    gate,
    cast(row_number() over (partition by person_id order by position) as integer) as place,
    min(own_days) over (partition by person_id order by position desc) as passed_days

from decided
