/*
title = "Our gates"
question = "Which gates do we have?"
definition = "Gates are those of the config, those that decisions name, and deal stages declared as gates. Counted are people, for gates on deals deals, that came to the gate in the period, each once, with the first decision there: passed, turned away, waived; never decided, which is nobody decided in thirty days or more; or still waiting. Half decided within so many days counts from the opening of the gate, where that is not recorded from the pass before it or from the day people came in. Fields asked is the largest number of fields that a decision required. Before any help are decisions given before a first talk since the person came in, and before anything marked as of value was sent. No owner are decisions that name no team."
unit = "share"
school = "both"
shape = "matrix"
better = "neither"
dated_by = "gate_reached"
records = "leads"
input = "records"
keys = ["gate", "statistic"]
numerator = "people, or deals, that the gate let pass, turned away or left undecided"
denominator = "people, or deals, that came to the gate in the period"
needs = ["gate_decisions.decided_at"]
matures = true
other_reading = "A gate that takes days may be one that looks closely, and a field asked early can spare a question later."
next_step = "For each gate, write down who owns it and what it is for."
caveats = ["A stage counts as passed once the deal is there or beyond; a deal lost before it counts as turned away there.", "Where decisions name a gate that no config declares, people who came to it undecided are seen if the gate was opened for them.", "Who comes to a gate lately had less time to be decided.", "Gates of partners and of customers after the sale are not counted here."]
[sides]
sales = "Each gate keeps people from us whom we have no hours for. The days it takes are the price of a second look."
marketing = "People pass {all.value:count} gates before sales meets them. Each of them asks, and each of them takes its days."
[finding]
clear = "{all.value:count} gates: {all.details[gates]}. {all.details[pace]}"
luck = "{all.value:count} gates: {all.details[gates]}. {all.details[pace]}"
too_few = "{all.value:count} gates: {all.details[gates]}. Too few came to them to say how long they take."
[estimator]
name = "gate_inventory"
*/
select
    about,
    gate,
    position,
    is_declared,
    verdict,
    decided_by,
    end_kind,
    elapsed_days,
    required_fields,
    is_waiting,
    is_before_any_help,
    period,
    group_name,
    record_id,
    cast(null as varchar) as cluster_id,
    cast(sum(n) as bigint) as n

from chosen_gate_turns

group by all
