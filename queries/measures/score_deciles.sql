/*
title = "Won by score"
question = "Are leads with high scores won more often?"
definition = "Leads with a score on the day they came, each followed for the days set as horizon, in tenths by score. Leads of one score stay in one tenth, so tenths may differ in size. Share won of each tenth, how it compares with all leads, how many of all wins the tenth and those above it hold, how many of its leads sales took on, and the share that a smooth line through all scores would have."
unit = "share"
school = "conventional"
shape = "bins"
layer = 2
better = "neither"
dated_by = "lead_created"
records = "leads"
input = "records"
keys = ["tenth"]
numerator = "leads won in the time they were followed"
denominator = "leads with a score, old enough, in no test by lot"
needs = ["line", "leads.score | gate_decisions.score", "opportunities.created_at"]
caveats = ["Leads created a year before the period shown, so that each had its year.", "Low scores are worked less, so a part of the slope is work and not the score."]
period_shift_months = -12
other_reading = "High scores are also worked more: sales took on {top.details[share_worked]:in100} in 100 of the highest tenth and {bottom.details[share_worked]:in100} of the lowest."
next_step = "Open the won leads of the lowest tenths and see what the score did not know of them."
[sides]
sales = "The tenths show where our calls went as much as what the score knew."
marketing = "If the highest tenths hold most wins the score puts the right leads on top, whatever the line is."
[finding]
clear = "Of the tenth with the highest scores {top.value:in100} in 100 are won, of the lowest {bottom.value:in100}; the highest holds {top.details[gain]:in100} of 100 wins."
luck = "Of the tenth with the highest scores {top.value:in100} in 100 are won, of the lowest {bottom.value:in100}: could be luck."
too_few = "Of {all.n:count} leads with a score {all.events:count} were won: too few for tenths."
none = "Of {all.n:count} leads with a score none was won."
compare = ["top", "bottom"]
[estimator]
name = "score_deciles"
*/
with

counted as (

    select
        *,
        case when is_old and let_through_at_random is null then n else 0 end as n_counted
    from chosen_gate_bins

)

select
    period,
    group_name,
    record_id,
    cluster_id,
    score,
    is_old,
    is_worked,
    let_through_at_random,
    n,
    wins,
    cast(sum(n_counted) over (order by score) as bigint) as upto,
    cast(sum(n_counted) over (partition by score) as bigint) as of_score,
    cast(sum(n_counted) over () as bigint) as everyone

from counted
