-- One row per gate decision that another system holds as well, of the system whose word counts
-- less: the same gate and verdict about the same person or deal, within a day.
with

marked as (

    select
        all_gate_decisions.source_name,
        all_gate_decisions.entity_type,
        all_gate_decisions.entity_id,
        all_gate_decisions.gate,
        all_gate_decisions.verdict,
        all_gate_decisions.decided_at,
        case
            when all_gate_decisions.entity_type = 'lead' then shared_persons.person_id
            when all_gate_decisions.entity_type = 'opportunity' then link_deals.surviving_id
        end as shared_id,
        coalesce(record_places.place, 0) as place
    from all_gate_decisions
    left join shared_persons
        on all_gate_decisions.entity_id = shared_persons.record_id
    left join link_deals
        on all_gate_decisions.entity_id = link_deals.opportunity_id
    left join record_places
        on
            all_gate_decisions.source_name = record_places.source_name
            and record_places.table_name = 'gate_decisions'
    where coalesce(shared_persons.person_id, link_deals.surviving_id) is not null

)

select distinct
    marked.source_name,
    marked.entity_type,
    marked.entity_id,
    marked.gate,
    marked.verdict,
    marked.decided_at

from marked

inner join marked as firsts
    on
        marked.entity_type = firsts.entity_type
        and marked.shared_id = firsts.shared_id
        and marked.gate = firsts.gate
        and marked.verdict = firsts.verdict

where
    marked.place > firsts.place
    and marked.decided_at <= firsts.decided_at + interval '1' day
    and firsts.decided_at <= marked.decided_at + interval '1' day
