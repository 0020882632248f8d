-- How many of the chosen wins cannot be traced to a way they came.
select
    count(*) filter (where path_class = 'unlinked') as unlinked,
    count(path_class) as deals

from chosen_deals_closed

where outcome = 'won'
