/*
title = "Your ten largest wins"
question = "How did our largest wins come?"
definition = "The ten deals won in the period with the largest amount at close, and the path each came by."
unit = "money"
school = "value-first"
shape = "ledger"
dated_by = "deal_closed"
records = "deals"
input = "rows"
needs = ["opportunities.amount"]
other_reading = "Ten deals are ten stories, not a rate."
next_step = "Check the path of one you remember."
[finding]
clear = "The {n:count} largest of our wins."
luck = "The {n:count} largest of our wins."
too_few = "Our {n:count} largest wins."
[estimator]
name = "ledger"
limit = 10
*/
select
    period,
    group_name,
    opportunity_id as record_id,
    1 as n,
    amount_at_close as sort_value,
    account_name,
    amount_at_close as amount,
    path_class,
    is_turned_away_first,
    closed_date

from chosen_deals_closed

where
    outcome = 'won'
    and amount_at_close is not null
