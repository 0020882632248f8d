-- One row per decision that was recorded by the as-of time, whenever it is said to have happened.
-- Every column of the export, whichever it has; hence no list of them.
select kept_gate_decisions.*  -- noqa: AM04

from kept_gate_decisions

cross join clock

where (kept_gate_decisions.recorded_at > clock.as_of_at) is not true
