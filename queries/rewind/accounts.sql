-- One row per account that was there at the as-of time, as it is today.
-- Every column of the export, whichever it has; hence no list of them.
select kept_accounts.*  -- noqa: AM04

from kept_accounts

cross join clock

where (kept_accounts.created_at > clock.as_of_at) is not true
