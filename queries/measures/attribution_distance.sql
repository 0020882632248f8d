/*
title = "Credit by other rules"
question = "How much does the rule of credit decide?"
definition = "Share of the credit for the deals won in the period that each channel gets by five rules: all to the first touch, all to the last, even shares, 40 in 100 to either end and 20 between, and by removal (what would be lost if all who reach a channel left there, from won and lost deals). Elsewhere: the part of the credit that goes to another channel than by first touch. A story names at most five touches up to the deal's creation."
unit = "share"
school = "both"
shape = "matrix"
layer = 2
better = "neither"
dated_by = "deal_closed"
records = "deals"
input = "records"
keys = ["channel", "rule"]
numerator = "credit that a channel gets"
denominator = "all credit for the deals won of which any channel is recorded"
needs = ["touches", "leads.source | opportunities.source"]
other_reading = "No rule shows what made anybody buy: each hands out the same wins in another way."
next_step = "Leave budgets alone where two rules disagree; ask customers instead."
caveats = ["What sellers alone did is no touch; nor is anything after the deal's creation.", "Deals without any recorded channel are left out."]
[finding]
clear = "By last touch, {elsewhere_last_touch.value:in100} in 100 of the credit for our wins goes to another channel."
luck = "By last touch, {elsewhere_last_touch.value:in100} in 100 of the credit for our wins goes to another channel."
too_few = "{elsewhere_last_touch.n:count} wins have a recorded channel: too few to share out the credit."
[estimator]
name = "attribution"
*/
select
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    story,
    outcome = 'won' as is_won

from chosen_deal_stories
