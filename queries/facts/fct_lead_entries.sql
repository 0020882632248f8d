-- One row per person, step that stands for MQL or SQL, and day on which they entered it, in order:
-- the first time, and each time they passed again a gate that they had passed before. A second gate
-- of the same step is no second entry.
with

passes as (

    select distinct
        person_id,
        step,
        gate,
        decided_date
    from fct_verdicts
    where
        verdict = 'pass'
        and step in ('mql', 'sql')
        and decided_date is not null

),

places as (

    select
        person_id,
        step,
        decided_date,
        row_number() over (
            partition by person_id, step, gate
            order by decided_date
        ) as place_at_gate,
        row_number() over (
            partition by person_id, step
            order by decided_date, gate
        ) as place_at_step
    from passes

),

entries as (

    select distinct
        person_id,
        step,
        decided_date as entered_date
    from places
    where
        place_at_gate > 1
        or place_at_step = 1

)

select
    person_id,
    step,
    entered_date,
    row_number() over (partition by person_id, step order by entered_date) as place,
    -- Whoever comes back within the month is one person of that month.
    coalesce(
        date_trunc('month', lag(entered_date) over (
            partition by person_id, step
            order by entered_date
        )) <> date_trunc('month', entered_date), true
    ) as is_new_in_month

from entries
