-- One row per deal: the one path class by which it came, the first of the rules below that
-- matches. Null where no gate before the deal is declared or no decision was exported.
with

history as (

    select
        coalesce(
            any_value(settings.history_starts),
            greatest(min(fct_verdicts.decided_date), any_value(first_leads.first_date))
        ) as starts_date,
        count(*) > 0 as has_verdicts
    from fct_verdicts
    cross join settings
    cross join (select min(created_date) as first_date from leads) as first_leads

),

gates_passed as (

    select
        fct_gates_asked.opportunity_id,
        fct_gates_asked.gate,
        coalesce(
            bool_or(fct_deal_verdicts.verdict = 'pass' and fct_deal_verdicts.is_before), false
        ) as is_passed_before,
        coalesce(
            bool_or(
                fct_deal_verdicts.verdict = 'pass'
                and not fct_deal_verdicts.is_before
                and fct_deal_verdicts.is_before_close
            ), false
        ) as is_passed_after
    from fct_gates_asked
    left join fct_deal_verdicts
        on
            fct_gates_asked.opportunity_id = fct_deal_verdicts.opportunity_id
            and fct_gates_asked.gate = fct_deal_verdicts.gate
    group by
        fct_gates_asked.opportunity_id,
        fct_gates_asked.gate

),

gate_counts as (

    select
        opportunity_id,
        count(*) as gates_asked,
        count(*) filter (where is_passed_before) as gates_passed,
        count(*) filter (where is_passed_after) as gates_passed_after
    from gates_passed
    group by opportunity_id

),

verdicts_before as (

    select
        opportunity_id,
        verdict,
        fail_kind,
        decided_by,
        reason,
        decided_date,
        row_number() over (
            partition by opportunity_id
            order by known_at desc, position desc, verdict desc, verdict_id desc
        ) as place_from_last,
        row_number() over (
            partition by opportunity_id, verdict
            order by known_at desc, position desc, verdict_id desc
        ) as place_among_its_kind
    from fct_deal_verdicts
    where
        is_before
        and verdict in ('pass', 'fail')

),

last_words as (

    select
        opportunity_id,
        max(case when place_from_last = 1 then verdict end) as last_verdict,
        count(*) filter (where verdict = 'fail') as fails_before,
        min(case when verdict = 'fail' then decided_date end) as first_fail_date,
        max(case when verdict = 'fail' and place_among_its_kind = 1 then decided_date end)
            as last_fail_date,
        max(case when verdict = 'fail' and place_among_its_kind = 1 then reason end)
            as last_fail_reason,
        max(case when verdict = 'fail' and place_among_its_kind = 1 then fail_kind end)
            as last_fail_kind,
        max(case when verdict = 'fail' and place_among_its_kind = 1 then decided_by end)
            as last_fail_by
    from verdicts_before
    group by opportunity_id

),

first_records as (

    select
        fct_lead_persons.person_id,
        min(leads.created_date) as first_record_date
    from leads
    inner join fct_lead_persons
        on leads.lead_id = fct_lead_persons.lead_id
    group by fct_lead_persons.person_id

),

-- By id, by the person's contact or, weakly, by the domain of the lead's address.
lead_accounts as (

    select
        account_id,
        created_date
    from leads
    where account_id is not null

    union all

    select
        link_lead_accounts.account_id,
        leads.created_date
    from link_lead_accounts
    inner join leads
        on link_lead_accounts.lead_id = leads.lead_id

),

deals as (

    select
        opportunities.opportunity_id,
        opportunities.account_id,
        coalesce(opportunities.source, opportunities.origin, fct_persons.source) as source,
        coalesce(opportunities.recorded_date, opportunities.created_date) as created_date,
        fct_deal_links.person_id,
        fct_deal_links.link_kind,
        fct_deal_outcomes.closed_date,
        fct_deal_outcomes.outcome
    from opportunities
    inner join fct_deal_links
        on opportunities.opportunity_id = fct_deal_links.opportunity_id
    inner join fct_deal_outcomes
        on opportunities.opportunity_id = fct_deal_outcomes.opportunity_id
    left join fct_persons
        on fct_deal_links.person_id = fct_persons.person_id

),

-- Days, and never an unequal join over whole tables: the first win of an account is enough to
-- know whether a later deal is with an existing customer.
first_wins as (

    select
        account_id,
        min(closed_date) as first_won_date
    from deals
    where
        outcome = 'won'
        and account_id is not null
    group by account_id

),

known_accounts as (

    select distinct deals.opportunity_id
    from deals
    inner join lead_accounts
        on deals.account_id = lead_accounts.account_id
    where
        deals.link_kind = 'account_only'
        and lead_accounts.created_date <= deals.created_date
        and date_diff('day', lead_accounts.created_date, deals.created_date) <= 365

),

met_before as (

    select distinct deals.opportunity_id
    from deals
    inner join fct_deal_touches
        on deals.opportunity_id = fct_deal_touches.opportunity_id
    where
        lower(fct_deal_touches.kind) = 'meeting'
        and fct_deal_touches.contact_date <= deals.created_date

),

facts_of_path as (

    select
        deals.opportunity_id,
        deals.link_kind,
        deals.created_date,
        history.has_verdicts,
        history.starts_date,
        first_records.first_record_date,
        last_words.last_verdict,
        last_words.first_fail_date,
        last_words.last_fail_date,
        last_words.last_fail_reason,
        last_words.last_fail_kind,
        last_words.last_fail_by,
        config_source_families.family,
        settings.accounts_matched_to_leads,
        first_wins.first_won_date,
        deals.person_id is not null as has_person,
        coalesce(last_words.fails_before, 0) as fails_before,
        coalesce(gate_counts.gates_asked, 0) as gates_asked,
        coalesce(gate_counts.gates_passed, 0) as gates_passed,
        coalesce(gate_counts.gates_passed_after, 0) as gates_passed_after,
        known_accounts.opportunity_id is not null as is_known_account,
        met_before.opportunity_id is not null as has_met_before

    from deals

    cross join history

    cross join settings

    left join first_records
        on deals.person_id = first_records.person_id

    left join last_words
        on deals.opportunity_id = last_words.opportunity_id

    left join gate_counts
        on deals.opportunity_id = gate_counts.opportunity_id

    left join config_source_families
        on deals.source = config_source_families.source

    left join first_wins
        on deals.account_id = first_wins.account_id

    left join known_accounts
        on deals.opportunity_id = known_accounts.opportunity_id

    left join met_before
        on deals.opportunity_id = met_before.opportunity_id

),

classed as (

    select
        facts_of_path.*,
        case
            when not has_verdicts then null
            when
                not has_person
                and accounts_matched_to_leads
                and link_kind = 'account_only'
                and not is_known_account
                then 'bypassed'
            when not has_person then 'unlinked'
            when
                fails_before = 0
                and gates_passed = 0
                and gates_passed_after = 0
                and coalesce(first_record_date < starts_date, true)
                and coalesce(date_diff('day', starts_date, created_date) < 365, true)
                then 'unlinked'
            when last_verdict = 'fail' then 'rejected_before'
            when gates_asked = 0 then 'bypassed'
            when gates_passed = gates_asked and fails_before = 0 then 'in_flow'
            when gates_passed = gates_asked then 'returned'
            when gates_passed > 0 then 'skipped'
            when gates_passed_after > 0 then 'back_stamped'
            else 'bypassed'
        end as path_class
    from facts_of_path

)

select
    opportunity_id,
    path_class,
    case
        when path_class is null then null
        when path_class = 'unlinked' and link_kind = 'account_only' then 'account_only'
        when path_class = 'unlinked' and not has_person then 'no_person'
        when path_class = 'unlinked' then 'before_history'
        when path_class = 'skipped' and gates_passed_after > 0 then 'rest_after'
        when path_class = 'skipped' then 'rest_missing'
        when path_class = 'rejected_before' then last_fail_kind
        when path_class <> 'bypassed' then null
        when not has_person then 'account_unknown'
        when gates_asked = 0 then 'no_gate_applies'
        when family in ('referral', 'partner', 'direct_outreach', 'executive', 'existing_customer')
            then family
        when first_won_date < created_date then 'existing_customer'
        when has_met_before then 'first_meeting'
        else 'other'
    end as sub_origin,
    -- The three counts of what did not come through our gate; each holds the one before it.
    path_class in ('rejected_before', 'bypassed') as is_outside_strict,
    path_class in ('rejected_before', 'bypassed', 'back_stamped') as is_outside_ours,
    path_class not in ('in_flow', 'unlinked') as is_outside_wide,
    coalesce(fails_before > 0, false) as is_turned_away_first,
    first_fail_date,
    last_fail_date,
    last_fail_kind,
    last_fail_by,
    last_fail_reason

from classed
