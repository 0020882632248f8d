-- One row per change of a deal that was recorded by the as-of time, whenever it happened.
select kept_deal_changes.*

from kept_deal_changes

cross join clock

where (kept_deal_changes.recorded_at > clock.as_of_at) is not true
