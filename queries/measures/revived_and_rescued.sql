/*
title = "Woken, and won after silence"
question = "What becomes of deals that fall silent?"
definition = "Of the deals created in the period that fell silent, from the day they first did: the share that showed a sign of life again, was won or was lost without one, or was still silent, by day 30. Then those woken and won so far, in deals and in money, and how often the seller tried until a deal woke."
unit = "share"
school = "value-first"
shape = "parts"
better = "higher"
dated_by = "deal_created"
records = "deals"
input = "records"
keys = ["statistic"]
numerator = "deals that woke, or were won"
denominator = "deals created in the period that fell silent"
needs = ["opportunities.created_at", "deal_changes.stage"]
matures = true
settled = ["woken", "won_from_silence", "lost_from_silence", "still_silent"]
other_reading = "Who woke a deal is not known: a buyer may have come back by himself."
next_step = "Open those that woke: what was said when they did?"
caveats = ["Silent: no sign of life for longer than the stall threshold, 21 days unless the config says otherwise.", "Each deal counts from its first silence; the won may have been silent again later.", "A deal closed and opened again is taken as open in between; its last close counts."]
[finding]
clear = "{woken.events:count} of {woken.n:count} silent deals woke within 30 days; of all that woke {rescued.events:count} were won, {rescued_amount.value:money}."
luck = "{woken.events:count} of {woken.n:count} silent deals woke within 30 days; of all that woke {rescued.events:count} were won, {rescued_amount.value:money}."
too_few = "{woken.events:count} of {woken.n:count} silent deals woke within 30 days; of all that woke {rescued.events:count} were won."
[estimator]
name = "after_silence"
day = 30
*/
select
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    case when end_kind in ('touched', 'won', 'lost') then end_kind else 'censored' end as end_kind,
    days_silent as elapsed_days,
    end_kind = 'touched' and outcome = 'won' as is_rescued,
    case when end_kind = 'touched' and outcome = 'won' then amount_at_close end as amount,
    case when end_kind = 'touched' then seller_touches end as seller_touches

from chosen_silences

where
    threshold = 'own'
    and place = 1
    and not is_born_closed
