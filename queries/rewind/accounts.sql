-- One row per account that was there at the as-of time, as it is today.
select kept_accounts.*

from kept_accounts

cross join clock

where (kept_accounts.created_at > clock.as_of_at) is not true
