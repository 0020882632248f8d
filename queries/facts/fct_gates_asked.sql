-- One row per linked deal and gate that was asked of it: in force on the day the deal was created,
-- applying to its source, and not waived for the person in the window.
with

deals as (

    select
        opportunities.opportunity_id,
        fct_deal_links.person_id,
        coalesce(opportunities.recorded_date, opportunities.created_date) as created_date,
        coalesce(fct_persons.source, opportunities.source) as source

    from opportunities

    inner join fct_deal_links
        on opportunities.opportunity_id = fct_deal_links.opportunity_id

    left join fct_persons
        on fct_deal_links.person_id = fct_persons.person_id

    where fct_deal_links.person_id is not null

)

select
    deals.opportunity_id,
    deals.person_id,
    config_gates.gate,
    config_gates.position

from deals

cross join config_gates

where
    config_gates.before = 'opportunity'
    and (config_gates.since is null or deals.created_date >= config_gates.since)
    and (config_gates.until is null or deals.created_date <= config_gates.until)
    and (config_gates.sources is null or list_contains(config_gates.sources, deals.source))
    and not exists (
        select 1
        from fct_deal_verdicts
        where
            fct_deal_verdicts.opportunity_id = deals.opportunity_id
            and fct_deal_verdicts.gate = config_gates.gate
            and fct_deal_verdicts.verdict = 'waived'
            and fct_deal_verdicts.is_before
    )
