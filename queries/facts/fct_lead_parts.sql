-- One row per person who came in as a lead, in the one part of all leads where they stand on the
-- as-of date: turned away before any deal (by the kind of the first refusal), tried (and what came
-- of it), or not tried before any deal. A contact by us before the deal is a try, and so is a deal
-- that follows from a pass by sales; a pass that came after the deal is none. Beside it what they
-- bought since, whichever way they came back.
with

passes as (

    select
        person_id,
        min(decided_date) as first_pass_date,
        max(decided_date) as last_pass_date
    from fct_verdicts
    where verdict in ('pass', 'waived')
    group by person_id

),

refusals as (

    select
        person_id,
        fail_kind,
        row_number() over (
            partition by person_id
            order by
                decided_at,
                verdict_id
        ) as place
    from fct_verdicts
    where verdict = 'fail'

),

handled as (

    select
        fct_leads.*,
        refusals.fail_kind,
        coalesce(
            passes.first_pass_date <= fct_leads.first_deal_date,
            passes.first_pass_date is not null
        ) as is_passed,
        fct_person_contacts.first_talk_date,
        coalesce(
            fct_leads.first_fail_date <= fct_leads.first_deal_date,
            fct_leads.first_fail_date is not null
        ) as is_turned_away,
        coalesce(
            fct_person_contacts.first_tried_date <= fct_leads.first_deal_date,
            fct_person_contacts.first_tried_date is not null
        )
        or fct_leads.deal_after_sql_date is not null as is_tried,
        date_diff(
            'day',
            greatest(fct_leads.created_date, passes.last_pass_date),
            clock.as_of_date
        ) < settings.stall_days as is_young
    from fct_leads
    cross join clock
    cross join settings
    inner join fct_person_contacts
        on fct_leads.person_id = fct_person_contacts.person_id
    left join passes
        on fct_leads.person_id = passes.person_id
    left join refusals
        on
            fct_leads.person_id = refusals.person_id
            and refusals.place = 1

)

select
    person_id as record_id,
    source,
    dim_1,
    dim_2,
    dim_3,
    dim_4,
    dim_5,
    dim_6,
    dim_7,
    dim_8,
    case
        when is_turned_away then coalesce(fail_kind, 'turned_away')
        when is_tried and won_deals > 0 then 'deal_won'
        when is_tried and open_deals > 0 then 'deal_open'
        when is_tried and deals > 0 then 'deal_lost'
        when is_tried and first_talk_date is not null then 'talked'
        when is_tried then 'not_reached'
        when is_young and deals = 0 then 'too_young'
        when is_passed then 'never_tried'
        else 'not_passed'
    end as part,
    won_deals,
    won_amount,
    created_month as start_month

from handled
