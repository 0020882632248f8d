-- One row per lead whose score is another today than the last one kept, or is gone (null).
with

kept as (

    select
        lead_id,
        max_by(coalesce(score, -1e308), as_of_date) as last_score
    from carried_scores
    group by lead_id

),

today as (

    select
        lead_id,
        max(score) as score
    from leads
    where score is not null
    group by lead_id

)

select
    clock.as_of_date,
    coalesce(today.lead_id, kept.lead_id) as lead_id,
    today.score
from today
full outer join kept
    on today.lead_id = kept.lead_id
cross join clock
where coalesce(today.score, -1e308) is distinct from coalesce(kept.last_score, -1e308)
