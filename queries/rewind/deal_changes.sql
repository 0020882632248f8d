-- One row per change of a deal that was recorded by the as-of time, whenever it happened.
-- Every column of the export, whichever it has; hence no list of them.
select kept_deal_changes.*  -- noqa: AM04

from kept_deal_changes

cross join clock

where (kept_deal_changes.recorded_at > clock.as_of_at) is not true
