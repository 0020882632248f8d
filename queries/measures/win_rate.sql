/*
title = "Win rate"
question = "Do we win what we open?"
definition = "Deals won, of the deals won or lost that closed in the period."
unit = "share"
school = "conventional"
shape = "number"
better = "higher"
dated_by = "deal_closed"
records = "deals"
input = "ratio"
numerator = "deals won"
denominator = "deals won or lost"
twin = "won_by_cohort"
needs = ["opportunities.opportunity_id"]
other_reading = "Deals that nobody closes are in neither number, so a pipeline full of dead deals looks better than it is."
next_step = "Read it beside what became of all deals created."
caveats = ["A deal counts once, as it stands now; the pipeline bridge counts every win and loss, also of deals reopened since.", "Every deal counts the same, however large."]
[finding]
clear = "{numerator:count} of the {denominator:count} deals that closed were won."
luck = "{numerator:count} of the {denominator:count} deals that closed were won."
too_few = "{numerator:count} of {denominator:count} closed deals were won."
[estimator]
name = "share"
*/
select
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    case when outcome = 'won' then 1 else 0 end as numerator,
    1 as denominator

from chosen_deals_closed

where outcome in ('won', 'lost')
