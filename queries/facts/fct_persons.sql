-- One row per person who came in as a lead: merged and repeated records, of any system, counted
-- once, with the first time and the first known value of each; the system of record's come first.
-- A hand raised after the as-of date is not yet up.
with

records as (

    select
        fct_lead_persons.person_id,
        fct_lead_persons.is_repeated,
        coalesce(record_places.place, 0) as source_place,
        leads.lead_id,
        coalesce(leads.account_id, link_lead_accounts.account_id) as account_id,
        leads.source,
        leads.score,
        leads.dim_1,
        leads.dim_2,
        leads.dim_3,
        leads.dim_4,
        leads.dim_5,
        leads.dim_6,
        leads.dim_7,
        leads.dim_8,
        leads.created_at,
        leads.created_date,
        case
            when leads.hand_raised_at <= clock.as_of_at then leads.hand_raised_at
        end as hand_raised_at,
        case
            when leads.hand_raised_at <= clock.as_of_at then leads.hand_raised_date
        end as hand_raised_date

    from leads

    cross join clock

    inner join fct_lead_persons
        on leads.lead_id = fct_lead_persons.lead_id

    left join link_lead_accounts
        on
            leads.lead_id = link_lead_accounts.lead_id
            and link_lead_accounts.strength = 'strong'

    left join record_places
        on
            leads.source_name = record_places.source_name
            and record_places.table_name = 'leads'

    where
        not coalesce(leads.is_deleted, false)
        or leads.merged_into_id is not null

),

-- Few people have several records, so only these are ranked and folded.
ranked as (

    select
        records.*,
        row_number() over (
            partition by person_id
            order by
                source_place,
                created_at,
                lead_id
        ) as place
    from records
    where is_repeated

)

select
    person_id,
    lead_id,
    account_id,
    source,
    score,
    dim_1,
    dim_2,
    dim_3,
    dim_4,
    dim_5,
    dim_6,
    dim_7,
    dim_8,
    created_at,
    created_date,
    hand_raised_at,
    hand_raised_date
from records
where not is_repeated

union all

select
    person_id,
    min_by(lead_id, place) as lead_id,
    min_by(account_id, place) filter (where account_id is not null) as account_id,
    min_by(source, place) filter (where source is not null) as source,
    min_by(score, place) filter (where score is not null) as score,
    min_by(dim_1, place) filter (where dim_1 is not null) as dim_1,
    min_by(dim_2, place) filter (where dim_2 is not null) as dim_2,
    min_by(dim_3, place) filter (where dim_3 is not null) as dim_3,
    min_by(dim_4, place) filter (where dim_4 is not null) as dim_4,
    min_by(dim_5, place) filter (where dim_5 is not null) as dim_5,
    min_by(dim_6, place) filter (where dim_6 is not null) as dim_6,
    min_by(dim_7, place) filter (where dim_7 is not null) as dim_7,
    min_by(dim_8, place) filter (where dim_8 is not null) as dim_8,
    min(created_at) as created_at,
    min(created_date) as created_date,
    min(hand_raised_at) as hand_raised_at,
    min(hand_raised_date) as hand_raised_date
from ranked
group by person_id
