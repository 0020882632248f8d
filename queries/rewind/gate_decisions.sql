-- One row per decision that was recorded by the as-of time, whenever it is said to have happened.
select kept_gate_decisions.*

from kept_gate_decisions

cross join clock

where (kept_gate_decisions.recorded_at > clock.as_of_at) is not true
