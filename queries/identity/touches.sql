-- view: the exports' own rows, under the ids that people, accounts and deals go by.
-- One row per contact between a buyer and us; what two systems both hold counts once.
select
    all_touches.source_name,
    all_touches.touch_id,
    all_touches.lead_id,
    coalesce(link_persons.person_id, all_touches.person_id) as person_id,
    coalesce(link_accounts.surviving_id, all_touches.account_id) as account_id,
    coalesce(link_deals.surviving_id, all_touches.opportunity_id) as opportunity_id,
    all_touches.actor_id,
    all_touches.kind,
    all_touches.export_kind,
    all_touches.direction,
    all_touches.actor_role,
    all_touches.topic,
    all_touches.minutes,
    all_touches.gives_value,
    all_touches.is_gated,
    all_touches.at,
    all_touches.at_date

from all_touches

left join link_persons
    on all_touches.person_id = link_persons.record_id

left join link_accounts
    on all_touches.account_id = link_accounts.account_id

left join link_deals
    on all_touches.opportunity_id = link_deals.opportunity_id

left join link_repeated_touches
    on
        all_touches.source_name = link_repeated_touches.source_name
        and coalesce(all_touches.lead_id, '') = link_repeated_touches.lead_id
        and coalesce(all_touches.person_id, '') = link_repeated_touches.person_id
        and coalesce(all_touches.opportunity_id, '') = link_repeated_touches.opportunity_id
        and coalesce(all_touches.kind, '') = link_repeated_touches.kind
        and all_touches.direction = link_repeated_touches.direction
        and all_touches.at = link_repeated_touches.at

where link_repeated_touches.source_name is null
