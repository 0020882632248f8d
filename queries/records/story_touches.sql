-- One row per touch of a deal, or of one of its people naming no other deal.
select
    contact_date as day,
    contact_at as happened_at,
    'touch' as kind,
    kind as channel,
    export_kind as called,
    direction as side,
    actor_role as role

from fct_deal_touches

where opportunity_id = $deal_id::varchar
