-- One row per hashed address that belongs to a desk rather than to a person: it stands on records
-- of more than five accounts, or on more than twenty persons. It links nobody.
select
    email_hash,
    count(*) as persons,
    count(distinct account_id) as accounts

from repeated_addresses

group by email_hash

having
    count(distinct account_id) > 5
    or count(*) > 20
