-- One row per deal and person who had been added to it by the as-of time.
-- Every column of the export, whichever it has; hence no list of them.
select kept_opportunity_contacts.*  -- noqa: AM04

from kept_opportunity_contacts

cross join clock

where (kept_opportunity_contacts.added_at > clock.as_of_at) is not true
