-- One row per deal that names its person.
select
    source_name,
    opportunity_id,
    person_id,
    true as is_primary,
    created_at as added_at,
    created_date as added_date

from raw_pipedrive__deal

where person_id is not null
