/*
title = "Relationship beside score"
question = "Does relationship or score tell who buys?"
definition = "Deals created in the period, still open on day 30 and old enough to have had the whole horizon. Relationship: people of the buyer known, roles among them, conversations, and days from the first to the last sign of the buyer, all by day 30, each as heavy as the other. Score: the lead's, frozen soon after it came. Of 100 pairs of a won deal and one not won, how often is the won one ranked higher; 50 is a coin. Below it, the share won by how many people were known."
unit = "share"
school = "both"
shape = "breakdown"
layer = 2
better = "neither"
dated_by = "deal_created"
records = "deals"
input = "records"
keys = ["predictor", "people"]
numerator = "deals won within the horizon"
denominator = "deals open on day 30 and old enough"
needs = ["leads.score", "touches", "opportunities.created_at"]
other_reading = "Sellers talk more where they expect to win: a relationship can follow the expectation as well as make it."
next_step = "Read the deals that were won with a low score, and see who knew whom on day 30."
caveats = ["Nothing after day 30 counts, so no win makes its own relationship.", "Leads below the line rarely become deals: among deals a score ranks worse than among all leads.", "Ranks take deals of one account as apart.", "From 50 wins on the two are set against each other."]
[finding]
clear = "Of 100 pairs of won and not won, relationship ranks {depth_all.value:in100} right, the score {score_all.value:in100}."
luck = "Relationship ranks {depth_all.value:in100} of 100 pairs right, the score {score_all.value:in100}: could be luck."
too_few = "{depth_all.events:count} of {depth_all.n:count} deals were won: too few to rank the rest against."
against_zero = "difference_all"
[estimator]
name = "depth"
*/
select
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    age_days,
    close_kind,
    days_to_close,
    score,
    people as people_known,
    roles,
    two_way_touches as conversations,
    span_days as span

from chosen_deal_depth

where
    is_open_on_day_30
    and not is_born_closed
