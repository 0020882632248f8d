/*
title = "Qualified again"
question = "How many leads go round twice?"
definition = "People whose first MQL falls in the period: how many entered MQL again later, by now (and how often, for each first entry), how many were accepted as SQL in their first turn, before they came back, and of those who came back how many were accepted in the second turn. They keep their first clock everywhere else. Again means that the same gate was passed on a later day."
unit = "share"
school = "conventional"
shape = "breakdown"
better = "neither"
layer = 2
dated_by = "mql"
records = "leads"
input = "records"
keys = ["statistic"]
numerator = "people who came back, or were accepted"
denominator = "people with their first MQL in the period; in the second turn those who came back"
needs = ["leads.created_at", "step:mql", "step:sql"]
matures = true
other_reading = "Who comes back was looked at twice; their second turn is not the luck of a first one."
next_step = "Read ten of those accepted the second time: what had changed, the buyer or the reader?"
caveats = ["People qualified lately had little time to come back.", "Who was first qualified before the period and came back in it is not among them: Qualified by marketing, by month counts every second time in the period.", "Where an export keeps the last date alone, nobody comes back in it."]
[sides]
sales = "What was sent back came back better: {second_turn.events:count} of {second_turn.n:count} were accepted the second time. Sending back works."
marketing = "The same people were turned down first and welcome later. What changed may be who read them, not who they are."
[finding]
clear = "Of {entered_again.n:count} people first qualified in this period {entered_again.events:count} came back by now; accepted: {first_turn.value:in100} in 100 the first time, {second_turn.value:in100} the second."
luck = "Of {entered_again.n:count} people first qualified in this period {entered_again.events:count} came back by now; {second_turn.events:count} of {second_turn.n:count} of them were accepted the second time."
too_few = "Of {entered_again.n:count} people first qualified in this period {entered_again.events:count} came back by now; {second_turn.events:count} of {second_turn.n:count} of them were accepted the second time."
compare = ["first_turn", "second_turn"]
[estimator]
name = "recycling"
*/
select
    mql_entries,
    is_accepted_at_first,
    is_accepted_again,
    period,
    group_name,
    record_id,
    cast(null as varchar) as cluster_id,
    cast(sum(n) as bigint) as n

from chosen_lead_qualified

group by all
