/*
title = "Open deals that are silent now"
question = "Which deals are stuck, and what are they worth?"
definition = "The deals that are open now with no sign of life for longer than the stall threshold (21 days unless the config says otherwise) and not parked, the largest by their amount now first: stage, silent days, the last sign, who on our side acted last and when, the source, and where recorded what stage the buyer is in and when contact was asked for."
unit = "money"
school = "value-first"
shape = "ledger"
better = "lower"
dated_by = "as_of"
records = "deals"
input = "rows"
needs = ["opportunities.created_at", "deal_changes.stage"]
other_reading = "Silent in our records: a buyer who talks by telephone and is not logged looks silent."
next_step = "Ask each owner what the buyer needs next, beginning with the largest; close what is over."
caveats = ["All open deals, whenever they were created: no period applies.", "What the seller alone did is no sign; it stands beside as the last contact from our side."]
[finding]
clear = "{n:count} open deals are silent now, {value:money} in all."
luck = "{n:count} open deals are silent now, {value:money} in all."
too_few = "No open deal is silent now."
[estimator]
name = "ledger"
*/
select
    period,
    group_name,
    opportunity_id as record_id,
    1 as n,
    amount_at_as_of as sort_value,
    account_name,
    amount_at_as_of as amount,
    path_class,
    stage,
    silent_days,
    last_sign_date,
    last_effort_date,
    last_effort_role,
    source,
    buyer_stage,
    next_contact_date,
    parking

from chosen_deals_open

where is_silent_now
