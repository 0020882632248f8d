-- One row per person who passed a gate, from the day of their first pass: how far they came in the
-- 365 days after it, whether they were turned away or bought by then, and what sellers did for them.
with

passes as (

    select
        person_id,
        min(decided_date) as passed_date
    from fct_verdicts
    where verdict = 'pass'
    group by person_id

),

decided as (

    select
        passes.person_id,
        max_by(fct_verdicts.gate, fct_verdicts.position)
        filter (where fct_verdicts.verdict = 'pass') as gate,
        count(*) filter (where fct_verdicts.verdict = 'fail') as fails
    from passes
    inner join fct_verdicts
        on passes.person_id = fct_verdicts.person_id
    where
        fct_verdicts.decided_date >= passes.passed_date
        and date_diff('day', passes.passed_date, fct_verdicts.decided_date) <= 365
    group by passes.person_id

),

efforts as (

    select
        passes.person_id,
        -- To a millionth: sums of parts differ in their last digits by the order they are added in.
        round(sum(fct_gate_hours.minutes), 6) as minutes,
        cast(sum(fct_gate_hours.untimed_touches) as bigint) as untimed_touches
    from passes
    inner join fct_gate_hours
        on passes.person_id = fct_gate_hours.person_id
    where
        fct_gate_hours.contact_date >= passes.passed_date
        and date_diff('day', passes.passed_date, fct_gate_hours.contact_date) <= 365
    group by passes.person_id

)

select
    passes.person_id as record_id,
    fct_leads.lead_id,
    fct_leads.cluster_id,
    decided.gate,
    passes.passed_date,
    cast(date_trunc('month', passes.passed_date) as date) as start_month,
    date_diff('day', passes.passed_date, clock.as_of_date) as age_days,
    decided.fails > 0 as is_turned_away_after,
    coalesce(date_diff('day', passes.passed_date, fct_leads.first_won_date) <= 365, false)
        as is_won_by_then,
    fct_leads.first_deal_date,
    fct_leads.first_lost_date,
    coalesce(efforts.minutes, 0.0) as minutes,
    coalesce(efforts.untimed_touches, 0) as untimed_touches,
    fct_leads.source,
    fct_leads.dim_1,
    fct_leads.dim_2,
    fct_leads.dim_3,
    fct_leads.dim_4,
    fct_leads.dim_5,
    fct_leads.dim_6,
    fct_leads.dim_7,
    fct_leads.dim_8

from passes

cross join clock

inner join fct_leads
    on passes.person_id = fct_leads.person_id

inner join decided
    on passes.person_id = decided.person_id

left join efforts
    on passes.person_id = efforts.person_id
