-- One row per combination of days on which people came in and entered each step: many people share
-- one, so that what is asked of their days is asked of fewer rows.
select distinct
    days_id,
    created_date,
    mql_date,
    mql_entries,
    mql_again_date,
    sql_date,
    sql_after_mql_date,
    sql_after_again_date,
    first_deal_date,
    first_won_date

from fct_leads
