-- One row per deal whose person passed gates at recorded times by somebody's hand, from the look-back
-- days before the deal to thirty days after it: whether all were ticked in one go. A gate passed
-- several times counts the first time.
with

first_passes as (

    select
        fct_deal_verdicts.opportunity_id,
        fct_deal_verdicts.gate,
        fct_deal_verdicts.actor_id,
        fct_deal_verdicts.recorded_at
    from fct_deal_verdicts
    left join users
        on fct_deal_verdicts.actor_id = users.user_id
    where
        fct_deal_verdicts.verdict = 'pass'
        and fct_deal_verdicts.recorded_at is not null
        and coalesce(fct_deal_verdicts.decided_by, 'not said') <> 'system'
        and not coalesce(users.is_integration, false)
    qualify
        row_number() over (
            partition by fct_deal_verdicts.opportunity_id, fct_deal_verdicts.gate
            order by
                fct_deal_verdicts.recorded_at,
                fct_deal_verdicts.verdict_id
        ) = 1

),

passes as (

    select
        first_passes.opportunity_id,
        count(*) as gates_stamped,
        min(first_passes.recorded_at) as first_at,
        max(first_passes.recorded_at) as last_at,
        count(first_passes.actor_id) as gates_with_actor,
        count(distinct first_passes.actor_id) as actors
    from first_passes
    group by first_passes.opportunity_id

)

select
    passes.opportunity_id,
    passes.gates_stamped,
    passes.gates_stamped >= 2
    and passes.last_at <= passes.first_at + interval '1' minute as is_stamped_in_one_minute,
    -- Null where nobody recorded who passed them.
    case
        when passes.gates_with_actor = passes.gates_stamped
            then
                passes.gates_stamped >= 2
                and passes.actors = 1
                and passes.first_at + settings.back_stamp_minutes * interval '1' minute
                >= coalesce(opportunities.recorded_at, opportunities.created_at)
                and passes.last_at
                <= coalesce(opportunities.recorded_at, opportunities.created_at)
                + settings.back_stamp_minutes * interval '1' minute
    end as is_stamped_at_creation

from passes

inner join opportunities
    on passes.opportunity_id = opportunities.opportunity_id

cross join settings
