-- One row per chosen first fail verdict, with the minutes that sellers gave the person in the 365 days
-- all the same: those recorded, and so many for each touch without any.
select
    chosen_verdicts.record_id,
    chosen_verdicts.minutes
    + chosen_verdicts.untimed_touches * $minutes_per_touch::double as effort_minutes

from chosen_verdicts
