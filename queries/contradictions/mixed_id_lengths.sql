/*
title = "Ids of 15 and of 18 characters for one record"
table = "opportunities"
severity = "warning"
mend = "Export both files with ids of 18 characters (the API's or Data Export's), so that they join."
*/
with

ids as (

    select opportunity_id as any_id from opportunities
    union
    select opportunity_id as any_id from deal_changes
    union
    select opportunity_id as any_id from opportunity_contacts
    union
    select converted_opportunity_id as any_id from leads
    union
    select lead_id as any_id from leads
    union
    select person_id as any_id from leads
    union
    select person_id as any_id from opportunity_contacts
    union
    select entity_id as any_id from gate_decisions
    union
    select account_id as any_id from accounts
    union
    select account_id as any_id from opportunities
    union
    select lead_id as any_id from touches
    where length(lead_id) = 15
    union
    select opportunity_id as any_id from touches
    where length(opportunity_id) = 15

)

select
    short_ids.any_id as record_id,
    long_ids.any_id as other_id,
    'they are one record' as detail

from ids as short_ids

inner join ids as long_ids
    on short_ids.any_id = left(long_ids.any_id, 15)

where
    length(short_ids.any_id) = 15
    and length(long_ids.any_id) = 18
