-- One row per verdict about a person of a deal; is_before is null where it does not count for the
-- deal: about somebody else of the buyer, too old, of an earlier deal, or long after the creation.
select
    fct_verdicts.known_date as day,
    fct_verdicts.recorded_at as happened_at,
    fct_verdicts.verdict as kind,
    fct_verdicts.lead_id,
    fct_verdicts.gate,
    fct_verdicts.fail_kind,
    fct_verdicts.reason,
    fct_verdicts.decided_by,
    fct_verdicts.decided_date,
    fct_deal_links.person_id is not null as is_linked,
    fct_deal_verdicts.is_before

from fct_deal_persons

inner join fct_verdicts
    on fct_deal_persons.person_id = fct_verdicts.person_id

left join fct_deal_links
    on
        fct_deal_persons.opportunity_id = fct_deal_links.opportunity_id
        and fct_deal_persons.person_id = fct_deal_links.person_id

left join fct_deal_verdicts
    on
        fct_deal_persons.opportunity_id = fct_deal_verdicts.opportunity_id
        and fct_verdicts.verdict_id = fct_deal_verdicts.verdict_id

where
    fct_deal_persons.opportunity_id = $deal_id::varchar
    and fct_verdicts.verdict in ('pass', 'fail', 'waived')
