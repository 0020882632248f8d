-- One row per value that two systems hold of the same people or deals: how often both know it, how
-- often they differ, and how often the system of record's blank was filled from the other. Stages
-- and owners that never agree go by other names there, so that nobody knows whether they differ.
with

deals as (

    select
        'opportunities' as table_name,
        firsts.source_name,
        others.source_name as other_source,
        firsts.stage,
        others.stage as other_stage,
        firsts.outcome,
        others.outcome as other_outcome,
        cast(firsts.amount as varchar) as amount,
        cast(others.amount as varchar) as other_amount,
        cast(firsts.closed_date as varchar) as closed_date,
        cast(others.closed_date as varchar) as other_closed_date,
        coalesce(replace(firsts.owner_id, first_ids.user_prefix, ''), firsts.owner_id) as owner_id,
        coalesce(replace(others.owner_id, other_ids.user_prefix, ''), others.owner_id)
            as other_owner_id
    from link_deals
    inner join all_opportunities as firsts
        on link_deals.surviving_id = firsts.opportunity_id
    inner join all_opportunities as others
        on link_deals.opportunity_id = others.opportunity_id
    left join id_prefixes as first_ids
        on firsts.source_name = first_ids.source_name
    left join id_prefixes as other_ids
        on others.source_name = other_ids.source_name
    where link_deals.is_elsewhere

),

-- Of each shared person the first record of each system.
person_records as (

    select
        shared_persons.person_id,
        all_leads.source_name,
        all_leads.source,
        coalesce(replace(all_leads.owner_id, id_prefixes.user_prefix, ''), all_leads.owner_id)
            as owner_id,
        coalesce(record_places.place, 0) as place
    from all_leads
    inner join shared_persons
        on all_leads.lead_id = shared_persons.record_id
    left join id_prefixes
        on all_leads.source_name = id_prefixes.source_name
    left join record_places
        on
            all_leads.source_name = record_places.source_name
            and record_places.table_name = 'leads'
    qualify
        row_number() over (
            partition by shared_persons.person_id, all_leads.source_name
            order by all_leads.created_at, all_leads.lead_id
        ) = 1

),

people as (

    select
        'leads' as table_name,
        firsts.source_name,
        others.source_name as other_source,
        firsts.source,
        others.source as other_value_of_source,
        firsts.owner_id,
        others.owner_id as other_owner_id
    from person_records as firsts
    inner join person_records as others
        on
            firsts.person_id = others.person_id
            and firsts.place < others.place

),

compared as (

    select
        table_name,
        source_name,
        other_source,
        'stage' as column_name,
        stage as here,
        other_stage as there
    from deals

    union all

    select
        table_name,
        source_name,
        other_source,
        'outcome' as column_name,
        outcome as here,
        other_outcome as there
    from deals

    union all

    select
        table_name,
        source_name,
        other_source,
        'amount' as column_name,
        amount as here,
        other_amount as there
    from deals

    union all

    select
        table_name,
        source_name,
        other_source,
        'closed_date' as column_name,
        closed_date as here,
        other_closed_date as there
    from deals

    union all

    select
        table_name,
        source_name,
        other_source,
        'owner_id' as column_name,
        owner_id as here,
        other_owner_id as there
    from deals

    union all

    select
        table_name,
        source_name,
        other_source,
        'source' as column_name,
        source as here,
        other_value_of_source as there
    from people

    union all

    select
        table_name,
        source_name,
        other_source,
        'owner_id' as column_name,
        owner_id as here,
        other_owner_id as there
    from people

)

select
    table_name,
    column_name,
    source_name,
    other_source,
    count(*) filter (where here is not null and there is not null) as compared,
    case
        when
            column_name in ('stage', 'owner_id')
            and count(*) filter (where here = there) = 0
            then cast(null as bigint)
        else count(*) filter (where here <> there)
    end as differing,
    count(*) filter (where here is null and there is not null) as filled

from compared

group by
    table_name,
    column_name,
    source_name,
    other_source

having count(*) filter (where there is not null) > 0
