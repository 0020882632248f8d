-- One row per deal that is silent now: the last contact from our side, or with both sides, when it
-- was and in which role whoever made it acts.
select
    fct_deal_clocks.opportunity_id,
    fct_deal_touches.contact_date as last_effort_date,
    fct_deal_touches.actor_role as last_effort_role

from fct_deal_clocks

inner join fct_deal_touches
    on fct_deal_clocks.opportunity_id = fct_deal_touches.opportunity_id

where
    fct_deal_clocks.is_silent_now
    and fct_deal_touches.direction in ('seller', 'mutual')

qualify
    row_number() over (
        partition by fct_deal_clocks.opportunity_id
        order by
            fct_deal_touches.contact_at desc,
            fct_deal_touches.actor_role nulls last
    ) = 1
