/*
title = "Where it rubs"
question = "Where does a buyer meet friction?"
definition = "Four questions for each gate, answered from what came to it in the period. Where do people wait: the day by which half were decided. What are they asked before anything is given: the fields required, and the share decided before a first talk and before anything marked as of value. Who may say no: the team that turned away most often, and its share. What happens to those turned away: the share in touch with us again in the thirty days after. A question that the records do not answer says so."
unit = "share"
school = "value-first"
shape = "matrix"
better = "lower"
dated_by = "gate_reached"
records = "leads"
input = "records"
keys = ["gate", "friction"]
numerator = "people, or deals, to whom it happened"
denominator = "people, or deals, the question is about"
needs = ["gate_decisions.decided_at"]
matures = true
other_reading = "Some friction is meant: who still comes after a long form has shown that it matters to them."
next_step = "Take the gate that is slowest to decide and ask three who stood there what they needed."
caveats = ["Talks are those that were entered: a call nobody logged is no help here.", "In touch again is a call, mail or meeting of ours in the thirty days after; those turned away later than that are left out.", "For gates on deals the records tell the wait and who says no."]
[sides]
sales = "A wait before us is time in which we talk to buyers who are ready. What is asked there spares a first call."
marketing = "We ask first and give later: people wait and fill in fields before they have had an answer from us."
[finding]
clear = "Slowest to decide is {longest.details[gate]}: {longest.details[said]}. Of 100 at {unheard.details[gate]}, {unheard.value:in100} are decided before any help."
luck = "Slowest to decide is {longest.details[gate]}: {longest.details[said]}. Of 100 at {unheard.details[gate]}, {unheard.value:in100} are decided before any help."
too_few = "Too few came to a gate, or their talks are not recorded: what each gate does stands in its line."
[estimator]
name = "friction_map"
*/
select
    about,
    gate,
    position,
    verdict,
    decided_by,
    end_kind,
    elapsed_days,
    required_fields,
    is_before_any_help,
    is_touched_after,
    period,
    group_name,
    record_id,
    cast(null as varchar) as cluster_id,
    cast(sum(n) as bigint) as n

from chosen_gate_turns

group by all
