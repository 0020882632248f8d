-- view: the exports' own rows, under the ids that people and deals go by.
-- One row per entity, gate and decision; what two systems both hold counts once.
select
    all_gate_decisions.source_name,
    all_gate_decisions.entity_type,
    case
        when all_gate_decisions.entity_type = 'opportunity'
            then coalesce(link_deals.surviving_id, all_gate_decisions.entity_id)
        when all_gate_decisions.entity_type = 'customer'
            then coalesce(link_accounts.surviving_id, all_gate_decisions.entity_id)
        else all_gate_decisions.entity_id
    end as entity_id,
    all_gate_decisions.actor_id,
    all_gate_decisions.gate,
    all_gate_decisions.verdict,
    all_gate_decisions.fail_kind,
    all_gate_decisions.decided_by,
    all_gate_decisions.reason,
    all_gate_decisions.date_quality,
    all_gate_decisions.required_fields,
    all_gate_decisions.score,
    all_gate_decisions.threshold,
    all_gate_decisions.opened_at,
    all_gate_decisions.opened_date,
    all_gate_decisions.decided_at,
    all_gate_decisions.decided_date,
    all_gate_decisions.recorded_at,
    all_gate_decisions.recorded_date

from all_gate_decisions

left join link_deals
    on all_gate_decisions.entity_id = link_deals.opportunity_id

left join link_accounts
    on all_gate_decisions.entity_id = link_accounts.account_id

left join link_repeated_decisions
    on
        all_gate_decisions.source_name = link_repeated_decisions.source_name
        and all_gate_decisions.entity_type = link_repeated_decisions.entity_type
        and all_gate_decisions.entity_id = link_repeated_decisions.entity_id
        and all_gate_decisions.gate = link_repeated_decisions.gate
        and all_gate_decisions.verdict = link_repeated_decisions.verdict
        and all_gate_decisions.decided_at = link_repeated_decisions.decided_at

where link_repeated_decisions.source_name is null
