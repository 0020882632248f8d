-- One row per deal: the way it came as text, the first event of each kind about its person in the
-- order in which they were recorded. What is known by its day alone comes first on that day, and of
-- events at one time the earlier step. Null where no way is known to any deal.
with

deals as (

    select
        opportunities.opportunity_id,
        fct_deal_links.person_id,
        fct_deal_paths.path_class,
        coalesce(opportunities.recorded_date, opportunities.created_date) as created_date

    from opportunities

    inner join fct_deal_paths
        on opportunities.opportunity_id = fct_deal_paths.opportunity_id

    inner join fct_deal_links
        on opportunities.opportunity_id = fct_deal_links.opportunity_id

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

events as (

    select
        deals.opportunity_id,
        'lead' as step,
        0 as rank,
        first_records.first_record_date as known_date,
        cast(null as timestamp) as known_at
    from deals
    inner join first_records
        on deals.person_id = first_records.person_id
    where first_records.first_record_date <= deals.created_date

    union all

    select
        fct_deal_verdicts.opportunity_id,
        case
            when fct_deal_verdicts.verdict = 'fail' then 'turned away'
            else coalesce(config_gates.label, config_gates.gate)
        end as step,
        case
            when fct_deal_verdicts.verdict = 'fail' then 1000
            else config_gates.position
        end as rank,
        fct_deal_verdicts.known_date,
        fct_deal_verdicts.recorded_at as known_at
    from fct_deal_verdicts
    inner join config_gates
        on fct_deal_verdicts.gate = config_gates.gate
    where
        fct_deal_verdicts.is_before
        and fct_deal_verdicts.verdict in ('pass', 'fail')

    union all

    select
        deals.opportunity_id,
        'meeting' as step,
        1001 as rank,
        fct_deal_touches.contact_date as known_date,
        fct_deal_touches.contact_at as known_at
    from deals
    inner join fct_deal_touches
        on deals.opportunity_id = fct_deal_touches.opportunity_id
    where
        lower(fct_deal_touches.kind) = 'meeting'
        and fct_deal_touches.contact_date <= deals.created_date

),

first_events as (

    select
        opportunity_id,
        step,
        rank,
        known_date,
        known_at
    from events
    qualify
        row_number() over (
            partition by opportunity_id, step
            order by known_date asc, known_at asc nulls first, rank asc
        ) = 1

),

placed as (

    select
        opportunity_id,
        step,
        row_number() over (
            partition by opportunity_id
            order by known_date asc, known_at asc nulls first, rank asc
        ) as place
    from first_events

),

steps_before as (

    select
        opportunity_id,
        string_agg(step, ' > ' order by place) as steps
    from placed
    group by opportunity_id

),

paperwork as (

    select distinct opportunity_id
    from fct_deal_verdicts
    where
        verdict = 'pass'
        and not is_before
        and is_before_close

)

select
    deals.opportunity_id,
    case
        when deals.path_class is null then null
        when deals.path_class = 'unlinked' then 'unlinked'
        else
            coalesce(steps_before.steps || ' > ', '')
            || 'deal'
            || case when paperwork.opportunity_id is null then '' else ' > paperwork' end
    end as variant

from deals

left join steps_before
    on deals.opportunity_id = steps_before.opportunity_id

left join paperwork
    on deals.opportunity_id = paperwork.opportunity_id
