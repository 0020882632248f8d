-- view: the exports' own rows, each deal once.
-- One row per deal, with the values of the system of record; what it leaves blank is filled from
-- the other. What belongs together comes from one system: amount and currency, the times of its
-- creation, and its state. Pipeline and stage come with the history that counts.
with

filling as (

    select
        link_deals.surviving_id,
        min_by(all_opportunities.lead_id, link_deals.turn)
        filter (where all_opportunities.lead_id is not null) as lead_id,
        min_by(all_opportunities.account_id, link_deals.turn)
        filter (where all_opportunities.account_id is not null) as account_id,
        min_by(all_opportunities.owner_id, link_deals.turn)
        filter (where all_opportunities.owner_id is not null) as owner_id,
        min_by(all_opportunities.type, link_deals.turn)
        filter (where all_opportunities.type is not null) as type,
        min_by(all_opportunities.source, link_deals.turn)
        filter (where all_opportunities.source is not null) as source,
        min_by(all_opportunities.origin, link_deals.turn)
        filter (where all_opportunities.origin is not null) as origin,
        min_by(all_opportunities.loss_reason, link_deals.turn)
        filter (where all_opportunities.loss_reason is not null) as loss_reason,
        min_by(all_opportunities.lost_by, link_deals.turn)
        filter (where all_opportunities.lost_by is not null) as lost_by,
        min_by(all_opportunities.competitor, link_deals.turn)
        filter (where all_opportunities.competitor is not null) as competitor,
        min_by(all_opportunities.buyer_stage, link_deals.turn)
        filter (where all_opportunities.buyer_stage is not null) as buyer_stage,
        min_by(all_opportunities.ability, link_deals.turn)
        filter (where all_opportunities.ability is not null) as ability,
        min_by(all_opportunities.readiness, link_deals.turn)
        filter (where all_opportunities.readiness is not null) as readiness,
        min_by(all_opportunities.priority, link_deals.turn)
        filter (where all_opportunities.priority is not null) as priority,
        min_by(all_opportunities.risk, link_deals.turn)
        filter (where all_opportunities.risk is not null) as risk,
        min_by(all_opportunities.dim_1, link_deals.turn)
        filter (where all_opportunities.dim_1 is not null) as dim_1,
        min_by(all_opportunities.dim_2, link_deals.turn)
        filter (where all_opportunities.dim_2 is not null) as dim_2,
        min_by(all_opportunities.dim_3, link_deals.turn)
        filter (where all_opportunities.dim_3 is not null) as dim_3,
        min_by(all_opportunities.dim_4, link_deals.turn)
        filter (where all_opportunities.dim_4 is not null) as dim_4,
        min_by(all_opportunities.dim_5, link_deals.turn)
        filter (where all_opportunities.dim_5 is not null) as dim_5,
        min_by(all_opportunities.dim_6, link_deals.turn)
        filter (where all_opportunities.dim_6 is not null) as dim_6,
        min_by(all_opportunities.dim_7, link_deals.turn)
        filter (where all_opportunities.dim_7 is not null) as dim_7,
        min_by(all_opportunities.dim_8, link_deals.turn)
        filter (where all_opportunities.dim_8 is not null) as dim_8,
        min_by(all_opportunities.expected_close_date, link_deals.turn)
        filter (where all_opportunities.expected_close_date is not null) as expected_close_date,
        min_by(all_opportunities.next_contact_date, link_deals.turn)
        filter (where all_opportunities.next_contact_date is not null) as next_contact_date
    from link_deals
    inner join all_opportunities
        on link_deals.opportunity_id = all_opportunities.opportunity_id
    where link_deals.is_elsewhere
    group by link_deals.surviving_id

),

others as (

    select
        link_deals.surviving_id,
        all_opportunities.amount,
        all_opportunities.currency,
        all_opportunities.created_at,
        all_opportunities.created_date,
        all_opportunities.recorded_at,
        all_opportunities.recorded_date,
        all_opportunities.pipeline,
        all_opportunities.stage,
        all_opportunities.outcome,
        all_opportunities.closed_at,
        all_opportunities.closed_date
    from link_deals
    inner join all_opportunities
        on link_deals.opportunity_id = all_opportunities.opportunity_id
    where link_deals.is_elsewhere
    qualify
        row_number() over (
            partition by link_deals.surviving_id
            order by link_deals.turn
        ) = 1

),

histories as (

    select
        link_histories.surviving_id,
        all_opportunities.pipeline,
        all_opportunities.stage
    from link_histories
    inner join all_opportunities
        on link_histories.history_id = all_opportunities.opportunity_id
    where link_histories.is_elsewhere

),

-- Whether the system of record says nothing at all about one of the things that belong together.
surviving as (

    select
        all_opportunities.*,
        all_opportunities.amount is null as lacks_amount,
        all_opportunities.created_at is null as lacks_creation,
        all_opportunities.stage is null and all_opportunities.outcome is null as lacks_state
    from all_opportunities
    left join link_deals
        on all_opportunities.opportunity_id = link_deals.opportunity_id
    where coalesce(link_deals.surviving_id = all_opportunities.opportunity_id, true)

)

select
    surviving.source_name,
    surviving.opportunity_id,
    coalesce(link_accounts.surviving_id, surviving.account_id, filling.account_id) as account_id,
    coalesce(surviving.lead_id, filling.lead_id) as lead_id,
    coalesce(surviving.owner_id, filling.owner_id) as owner_id,
    case
        when histories.surviving_id is not null then histories.pipeline
        when surviving.lacks_state then coalesce(others.pipeline, surviving.pipeline)
        else surviving.pipeline
    end as pipeline,
    case
        when histories.surviving_id is not null then histories.stage
        when surviving.lacks_state then others.stage
        else surviving.stage
    end as stage,
    coalesce(surviving.type, filling.type) as type,
    coalesce(surviving.source, filling.source) as source,
    coalesce(surviving.origin, filling.origin) as origin,
    coalesce(surviving.loss_reason, filling.loss_reason) as loss_reason,
    coalesce(surviving.lost_by, filling.lost_by) as lost_by,
    coalesce(surviving.competitor, filling.competitor) as competitor,
    coalesce(surviving.buyer_stage, filling.buyer_stage) as buyer_stage,
    coalesce(surviving.ability, filling.ability) as ability,
    coalesce(surviving.readiness, filling.readiness) as readiness,
    coalesce(surviving.priority, filling.priority) as priority,
    coalesce(surviving.risk, filling.risk) as risk,
    case when surviving.lacks_state then others.outcome else surviving.outcome end as outcome,
    surviving.merged_into_id,
    surviving.synced_opportunity_id,
    surviving.date_quality,
    coalesce(surviving.dim_1, filling.dim_1) as dim_1,
    coalesce(surviving.dim_2, filling.dim_2) as dim_2,
    coalesce(surviving.dim_3, filling.dim_3) as dim_3,
    coalesce(surviving.dim_4, filling.dim_4) as dim_4,
    coalesce(surviving.dim_5, filling.dim_5) as dim_5,
    coalesce(surviving.dim_6, filling.dim_6) as dim_6,
    coalesce(surviving.dim_7, filling.dim_7) as dim_7,
    coalesce(surviving.dim_8, filling.dim_8) as dim_8,
    coalesce(surviving.amount, others.amount) as amount,
    case
        when surviving.lacks_amount and others.amount is not null then others.currency
        else surviving.currency
    end as currency,
    surviving.is_deleted,
    case when surviving.lacks_creation then others.created_at else surviving.created_at end
        as created_at,
    case when surviving.lacks_creation then others.created_date else surviving.created_date end
        as created_date,
    case when surviving.lacks_creation then others.recorded_at else surviving.recorded_at end
        as recorded_at,
    case when surviving.lacks_creation then others.recorded_date else surviving.recorded_date end
        as recorded_date,
    surviving.modified_at,
    surviving.modified_date,
    coalesce(surviving.expected_close_date, filling.expected_close_date) as expected_close_date,
    case when surviving.lacks_state then others.closed_at else surviving.closed_at end
        as closed_at,
    case when surviving.lacks_state then others.closed_date else surviving.closed_date end
        as closed_date,
    coalesce(surviving.next_contact_date, filling.next_contact_date) as next_contact_date

from surviving

left join filling
    on surviving.opportunity_id = filling.surviving_id

left join others
    on surviving.opportunity_id = others.surviving_id

left join histories
    on surviving.opportunity_id = histories.surviving_id

left join link_accounts
    on coalesce(surviving.account_id, filling.account_id) = link_accounts.account_id
