/*
title = "What accepting adds"
question = "Do leads do better when sales takes them on?"
definition = "Leads that passed the score gate and have an owner, each followed for the days set as horizon. Sellers differ in how many they accept of the leads of one month. Where leads are dealt out by turn, a lead's chance to be accepted hangs on whom it was dealt to: by how much the share won goes with the lenience of the seller (worked out from the seller's other leads), over how much being accepted does. Sellers with fewer than 20 leads are left out; all are pooled, none is named. Before it: whether lenient sellers were dealt leads of another score, source or readiness."
unit = "points"
school = "both"
shape = "range"
layer = 2
better = "neither"
dated_by = "lead_created"
records = "leads"
input = "records"
keys = ["statistic", "of"]
numerator = "leads won in the time they were followed"
denominator = "leads that passed the score gate, with an owner, old enough"
needs = ["line", "leads.score | gate_decisions.score", "leads.owner_id", "opportunities.created_at"]
caveats = ["It speaks of this team, and of leads on which its sellers disagree.", "The owner is the one recorded now; a lead that changed hands stands with the last.", "Leads created a year before the period shown, so that each had its year."]
period_shift_months = -12
grade = "adjusted"
cost = "slow"
other_reading = "Sellers who accept more may also sell better, or get the leads they like; then the difference is theirs and not that of accepting."
next_step = "Deal the leads of one month out by turn, and look again when they had their time."
[sides]
sales = "Whom we accept is judgement: if accepted leads do better, it is also because we choose with care."
marketing = "Two sellers look at like leads and decide unlike: what one turns away the other may win."
[finding]
clear = "Like with like, by the seller a lead was dealt to: of 100 accepted leads {effect_share.details[said]} are won than of 100 not accepted ({effect_share.details[range]})."
luck = "By the seller a lead was dealt to, {effect_share.details[range]} of 100 accepted leads are won: could be luck."
too_few = "Not compared by seller: {effect_share.details[why]}"
withheld = "Withheld: {effect_share.details[why]}"
against_zero = "effect_share"
[estimator]
name = "rep_leniency"
*/
select
    period,
    group_name,
    record_id,
    cluster_id,
    landmark_month as dealt_month,
    source,
    score,
    is_old,
    is_worked,
    let_through_at_random,
    is_hand_raised,
    n,
    wins,
    value,
    dense_rank() over (order by owner_id) as seller

from chosen_gate_leads

where
    is_passed
    and owner_id is not null
