-- One row per day on which a deal's stage changed; being created is no change.
select
    moved_date as day,
    moved_at as happened_at,
    case
        when is_forward then 'forward'
        when is_backward then 'backward'
        else 'change'
    end as kind,
    stage_before,
    stage,
    role as stage_role,
    is_integration

from fct_stage_moves

where
    opportunity_id = $deal_id::varchar
    and stage_before is not null
