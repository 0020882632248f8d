-- One row per deal and person: from the table of links, or from the lists of ids that deals and
-- contacts carry.
with

links as (

    select
        source_name,
        opportunity_id,
        lead_id
    from raw_hubspot__deal_contact
    where not coalesce(is_deleted, false)
    union all
    select
        source_name,
        opportunity_id,
        unnest(regexp_extract_all(associated_lead_ids, '([0-9A-Za-z-]+)', 1)) as lead_id
    from raw_hubspot__deal
    where associated_lead_ids is not null
    union all
    select
        source_name,
        unnest(regexp_extract_all(associated_opportunity_ids, '([0-9A-Za-z-]+)', 1))
            as opportunity_id,
        lead_id
    from raw_hubspot__contact
    where associated_opportunity_ids is not null

)

select distinct
    source_name,
    opportunity_id,
    lead_id as person_id

from links
