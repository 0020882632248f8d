-- How many of the chosen open deals are parked, and how many for longer than parking counts.
select
    count(*) filter (where parking = 'parked') as parked,
    count(*) filter (where parking = 'parked_too_long') as parked_too_long

from chosen_deals_open
