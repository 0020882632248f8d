-- One row per lead record, deleted ones too: which person it is. A merged record is the person of
-- the record it was merged into; a converted lead is its contact.
select
    leads.lead_id,
    coalesce(masters.person_id, leads.person_id, masters.lead_id, leads.lead_id) as person_id

from leads

left join leads as masters
    on leads.merged_into_id = masters.lead_id
