-- One row per first fail verdict of a person in 365 days, with what became of the person: won by a
-- deal created after the verdict and within 365 days of it, or not (yet). Each won deal stands at
-- its earliest verdict. Beside it the account, weakly by the domain of the address where no id tells,
-- how it ended, and what sellers did for the person in the 365 days all the same.
with

fails as (

    select
        verdict_id,
        person_id,
        gate,
        fail_kind,
        decided_by,
        reason,
        decided_at,
        decided_date,
        lag(decided_date) over (partition by person_id order by decided_at, verdict_id)
            as previous_fail_date
    from fct_verdicts
    where verdict = 'fail'

),

first_fails as (

    select
        verdict_id,
        person_id,
        gate,
        fail_kind,
        decided_by,
        reason,
        decided_at,
        decided_date
    from fails
    where
        previous_fail_date is null
        or date_diff('day', previous_fail_date, decided_date) > 365

),

later_deals as (

    select
        first_fails.verdict_id,
        fct_deals.opportunity_id,
        fct_deals.outcome,
        fct_deals.created_date,
        fct_deals.closed_date,
        fct_deals.amount_at_close,
        fct_deals.account_id,
        coalesce(opportunities.loss_reason, 'back_lost') as loss_reason,
        row_number() over (
            partition by fct_deals.opportunity_id
            order by first_fails.decided_at, first_fails.verdict_id
        ) as place_of_verdict
    from first_fails
    inner join fct_deals
        on first_fails.person_id = fct_deals.person_id
    inner join opportunities
        on fct_deals.opportunity_id = opportunities.opportunity_id
    where
        fct_deals.is_new_business
        and fct_deals.created_at > first_fails.decided_at
        and date_diff('day', first_fails.decided_date, fct_deals.created_date) <= 365

),

ends as (

    select
        verdict_id,
        min(created_date) as next_deal_date,
        min(
            case
                when outcome = 'won' and place_of_verdict = 1 then closed_date
            end
        ) as won_date,
        count(*) filter (where outcome = 'won' and place_of_verdict = 1) as won_deals,
        sum(case when outcome = 'won' and place_of_verdict = 1 then amount_at_close end)
            as won_amount,
        count(*) filter (where outcome = 'open') as open_deals,
        max_by(loss_reason, closed_date) filter (where outcome = 'lost') as loss_reason,
        min_by(account_id, created_date) as account_id
    from later_deals
    group by verdict_id

),

efforts as (

    select
        first_fails.verdict_id,
        -- To a millionth: sums of parts differ in their last digits by the order they are added in.
        round(sum(fct_gate_hours.minutes), 6) as minutes,
        cast(sum(fct_gate_hours.untimed_touches) as bigint) as untimed_touches
    from first_fails
    inner join fct_gate_hours
        on first_fails.person_id = fct_gate_hours.person_id
    where
        date_diff('day', first_fails.decided_date, fct_gate_hours.contact_date) between 1 and 365
    group by first_fails.verdict_id

)

select
    first_fails.verdict_id as record_id,
    first_fails.person_id,
    first_fails.gate,
    first_fails.fail_kind,
    first_fails.decided_by,
    first_fails.reason,
    cast(date_trunc('month', first_fails.decided_date) as date) as start_month,
    first_fails.decided_date,
    first_fails.decided_at,
    fct_leads.lead_id,
    fct_leads.cluster_id,
    -- Not by the later deal: only of those who bought would it be known then.
    coalesce(fct_leads.account_id, link_lead_accounts.account_id) as account_id,
    accounts.account_name,
    fct_leads.source,
    fct_leads.dim_1,
    fct_leads.dim_2,
    fct_leads.dim_3,
    fct_leads.dim_4,
    fct_leads.dim_5,
    fct_leads.dim_6,
    fct_leads.dim_7,
    fct_leads.dim_8,
    ends.next_deal_date,
    ends.won_date,
    coalesce(ends.won_deals, 0) as won_deals,
    ends.won_amount,
    case
        when ends.won_date is not null then 'won'
        when ends.open_deals > 0 then 'back_open'
        when ends.loss_reason is not null then ends.loss_reason
        else 'stayed_away'
    end as ended_as,
    -- Where no work on anybody is recorded, none is not known to be none.
    case when recorded.days > 0 then coalesce(efforts.minutes, 0.0) end as minutes,
    case when recorded.days > 0 then coalesce(efforts.untimed_touches, 0) end as untimed_touches,
    case when ends.won_date is null then 'censored' else 'won' end as end_kind,
    -- An editable close date may lie before the verdict, though the deal was created after it.
    greatest(
        date_diff('day', first_fails.decided_date, coalesce(ends.won_date, clock.as_of_date)), 0
    ) as elapsed_days,
    date_diff('day', first_fails.decided_date, clock.as_of_date) as age_days,
    cast(1 as bigint) as n

from first_fails

cross join clock

cross join (select count(*) as days from fct_gate_hours) as recorded

inner join fct_leads
    on first_fails.person_id = fct_leads.person_id

left join ends
    on first_fails.verdict_id = ends.verdict_id

left join efforts
    on first_fails.verdict_id = efforts.verdict_id

left join link_lead_accounts
    on fct_leads.lead_id = link_lead_accounts.lead_id

left join accounts
    on
        coalesce(fct_leads.account_id, link_lead_accounts.account_id, ends.account_id)
        = accounts.account_id
