-- One row per gate that was asked of a deal.
select
    gate,
    position

from fct_gates_asked

where opportunity_id = $deal_id::varchar
