-- One row per line of the gate that decides by score, and the days on which it stood there. It is
-- the first gate with a line: declared in the config, else the threshold last recorded by that day.
with

recorded_days as (

    select
        gate_decisions.gate,
        gate_decisions.decided_date,
        gate_decisions.threshold,
        max(gate_decisions.decided_at) as last_at
    from gate_decisions
    left join config_gate_lines
        on gate_decisions.gate = config_gate_lines.gate
    where
        gate_decisions.entity_type = 'lead'
        and gate_decisions.threshold is not null
        and config_gate_lines.gate is null
    group by
        gate_decisions.gate,
        gate_decisions.decided_date,
        gate_decisions.threshold

),

lines as (

    select
        gate,
        coalesce(since, date '1970-01-01') as valid_from_date,
        threshold,
        coalesce(' since ' || cast(since as varchar), '') as begins
    from config_gate_lines

    union all

    select
        gate,
        decided_date as valid_from_date,
        threshold,
        '' as begins
    from recorded_days
    qualify
        row_number() over (
            partition by gate, decided_date
            order by
                last_at desc,
                threshold
        ) = 1

),

of_first_gate as (

    select
        lines.gate,
        lines.valid_from_date,
        lines.threshold,
        lines.begins,
        config_gates.position,
        lag(lines.threshold) over (partition by lines.gate order by lines.valid_from_date)
            as threshold_before
    from lines
    inner join config_gates
        on lines.gate = config_gates.gate
    where config_gates.before = 'opportunity'
    qualify
        dense_rank() over (order by config_gates.position) = 1

),

changed as (

    select
        gate,
        position,
        valid_from_date,
        threshold,
        begins
    from of_first_gate
    where threshold_before is null or threshold_before <> threshold

)

select
    gate,
    position,
    threshold,
    case
        when threshold = floor(threshold) then cast(cast(threshold as bigint) as varchar)
        else cast(threshold as varchar)
    end
    || begins as regime,
    valid_from_date,
    coalesce(
        lead(valid_from_date) over (order by valid_from_date),
        date '9999-12-31'
    ) as valid_until_date

from changed
