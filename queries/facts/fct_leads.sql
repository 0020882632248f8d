-- One row per person who came in as a lead, with the first day of each thing that happened to
-- them by the as-of date. Deals and wins are new business linked to the person by ids.
with

gate_days as (

    select
        person_id,
        min(case when step = 'mql' and verdict = 'pass' then decided_date end) as mql_date,
        min(case when step = 'sql' and verdict = 'pass' then decided_date end) as sql_date,
        min(case when verdict = 'fail' then decided_date end) as first_fail_date,
        count(*) filter (where verdict = 'fail') as fails
    from fct_verdicts
    group by person_id

),

-- A recorded SQL before the MQL is a skip; only a later one follows from it.
sql_after_mql as (

    select
        fct_verdicts.person_id,
        min(fct_verdicts.decided_date) as sql_after_mql_date
    from fct_verdicts
    inner join gate_days
        on fct_verdicts.person_id = gate_days.person_id
    where
        fct_verdicts.step = 'sql'
        and fct_verdicts.verdict = 'pass'
        and fct_verdicts.decided_date >= gate_days.mql_date
    group by fct_verdicts.person_id

),

deal_days as (

    select
        person_id,
        count(*) as deals,
        count(*) filter (where outcome = 'won') as won_deals,
        min(created_date) as first_deal_date,
        min(case when outcome = 'won' then closed_date end) as first_won_date,
        min(case when outcome = 'lost' then closed_date end) as first_lost_date,
        sum(case when outcome = 'won' then amount_at_close end) as won_amount
    from fct_deals
    where
        person_id is not null
        and is_new_business
    group by person_id

)

select
    fct_persons.person_id,
    fct_persons.lead_id,
    fct_persons.account_id,
    coalesce(fct_persons.account_id, fct_persons.person_id) as cluster_id,
    coalesce(fct_persons.source, '(not recorded)') as source,
    coalesce(config_source_families.family, 'other') as source_family,
    fct_persons.score,
    coalesce(fct_persons.dim_1, accounts.dim_1, '(not recorded)') as dim_1,
    coalesce(fct_persons.dim_2, accounts.dim_2, '(not recorded)') as dim_2,
    coalesce(fct_persons.dim_3, accounts.dim_3, '(not recorded)') as dim_3,
    coalesce(fct_persons.dim_4, accounts.dim_4, '(not recorded)') as dim_4,
    coalesce(fct_persons.dim_5, accounts.dim_5, '(not recorded)') as dim_5,
    coalesce(fct_persons.dim_6, accounts.dim_6, '(not recorded)') as dim_6,
    coalesce(fct_persons.dim_7, accounts.dim_7, '(not recorded)') as dim_7,
    coalesce(fct_persons.dim_8, accounts.dim_8, '(not recorded)') as dim_8,
    coalesce(gate_days.fails, 0) as fails,
    coalesce(deal_days.deals, 0) as deals,
    coalesce(deal_days.won_deals, 0) as won_deals,
    deal_days.won_amount,
    fct_persons.created_date,
    cast(date_trunc('month', fct_persons.created_date) as date) as created_month,
    fct_persons.hand_raised_date,
    case
        when count(fct_persons.hand_raised_date) over () > 0 then fct_persons.hand_raised_date
        else fct_persons.created_date
    end as waits_from_date,
    fct_person_contacts.first_attempt_date,
    fct_person_contacts.first_conversation_date,
    gate_days.mql_date,
    gate_days.sql_date,
    sql_after_mql.sql_after_mql_date,
    gate_days.first_fail_date,
    deal_days.first_deal_date,
    deal_days.first_won_date,
    deal_days.first_lost_date

from fct_persons

left join accounts
    on fct_persons.account_id = accounts.account_id

left join config_source_families
    on fct_persons.source = config_source_families.source

left join fct_person_contacts
    on fct_persons.person_id = fct_person_contacts.person_id

left join gate_days
    on fct_persons.person_id = gate_days.person_id

left join sql_after_mql
    on fct_persons.person_id = sql_after_mql.person_id

left join deal_days
    on fct_persons.person_id = deal_days.person_id
