/*
title = "Where the leads went"
question = "Where did our leads go?"
definition = "People who came in as a lead in the period, each in one part, as they stand now: turned away before any deal, by the kind of the first refusal; tried before any deal, and what came of it; passed and not tried before any deal; neither passed nor tried before any deal; or still too young. A contact by us is a try, and so is a deal that sales accepted first; a pass that came after the deal is none. Beside each part the deals its people have bought since, whichever way they came back."
unit = "count"
school = "both"
shape = "breakdown"
dated_by = "lead_created"
records = "leads"
input = "values"
keys = ["went", "statistic"]
needs = ["leads.created_at", "touches.at | meetings.held_at"]
matures = true
other_reading = "Tries are the calls that were entered, and some leads are rightly left alone."
next_step = "Read ten of those nobody tried: who was to call them, and when?"
caveats = ["Of those not tried before a deal, the ones with a deal were worked after it was created.", "Who passed or came in lately and was not tried yet is too young: younger than the days after which a deal counts as silent.", "What people bought is by the same person, by ids; a colleague who bought is not seen.", "Those who came in last month had less time to buy."]
[sides]
sales = "We call whom we can. Those {never_tried_leads.value:count} came on days when more passed than we had hours for."
marketing = "Our gate passed {never_tried_leads.value:count} people whom nobody tried before a deal, and {never_tried_won_deals.events:count} bought anyway. We are asked for more leads while these lie here."
[finding]
clear = "Of {all_leads.value:count} leads, {never_tried_leads.value:count} passed and were not tried before any deal; {never_tried_won_deals.events:count} of those bought anyway."
luck = "Of {all_leads.value:count} leads, {never_tried_leads.value:count} passed and were not tried before any deal; {never_tried_won_deals.events:count} of those bought anyway."
too_few = "No lead came in."
[estimator]
name = "total"
*/
with

everyone as (

    select
        part as went,
        record_id,
        n,
        won_deals,
        won_amount,
        period,
        group_name
    from chosen_lead_parts

    union all

    select
        'all' as went,
        record_id,
        n,
        won_deals,
        won_amount,
        period,
        group_name
    from chosen_lead_parts

)

select
    went,
    'leads' as statistic,
    period,
    group_name,
    record_id,
    cast(null as varchar) as cluster_id,
    n,
    cast(n as double) as value
from everyone

union all

select
    went,
    'won_deals' as statistic,
    period,
    group_name,
    record_id,
    cast(null as varchar) as cluster_id,
    n,
    cast(n * won_deals as double) as value
from everyone

union all

-- A sum of money stands for those whose amount is known.
select
    went,
    'won_amount' as statistic,
    period,
    group_name,
    record_id,
    cast(null as varchar) as cluster_id,
    n,
    n * won_amount as value
from everyone
where won_amount is not null
