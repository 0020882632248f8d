-- view: one row per lead and day on which a warehouse was built: the score that it had then.
select
    lead_score_days.as_of_date,
    lead_score_changes.lead_id,
    lead_score_changes.score
from lead_score_days
inner join lead_score_changes
    on lead_score_days.as_of_date >= lead_score_changes.as_of_date
qualify
    lead_score_changes.score is not null
    and row_number() over (
        partition by lead_score_days.as_of_date, lead_score_changes.lead_id
        order by lead_score_changes.as_of_date desc
    ) = 1
