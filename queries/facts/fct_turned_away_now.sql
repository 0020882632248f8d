-- One row per person who stands turned away on the as-of date: the last word of any gate on them was
-- no, no deal of theirs was created since, and none is open.
with

last_words as (

    select
        person_id,
        gate,
        verdict,
        fail_kind,
        reason,
        decided_by,
        decided_date
    from fct_verdicts
    qualify
        row_number() over (
            partition by person_id
            order by
                decided_at desc,
                position desc,
                verdict_id desc
        ) = 1

),

deals as (

    select
        person_id,
        max(created_date) as last_created_date,
        count(*) filter (where outcome = 'open') as open_deals
    from fct_deals
    where person_id is not null
    group by person_id

)

select
    last_words.person_id,
    fct_leads.lead_id,
    fct_leads.cluster_id,
    last_words.gate,
    last_words.fail_kind,
    last_words.reason,
    last_words.decided_by,
    last_words.decided_date as turned_away_date,
    date_diff('day', last_words.decided_date, clock.as_of_date) as days_since,
    fct_leads.hand_raised_date,
    fct_leads.source,
    fct_leads.source_family,
    fct_leads.dim_1,
    fct_leads.dim_2,
    fct_leads.dim_3,
    fct_leads.dim_4,
    fct_leads.dim_5,
    fct_leads.dim_6,
    fct_leads.dim_7,
    fct_leads.dim_8

from last_words

cross join clock

inner join fct_leads
    on last_words.person_id = fct_leads.person_id

left join deals
    on last_words.person_id = deals.person_id

where
    last_words.verdict = 'fail'
    and coalesce(deals.open_deals, 0) = 0
    and coalesce(deals.last_created_date < last_words.decided_date, true)
