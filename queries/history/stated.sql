-- One row per record that may be restated and value that a report may have counted on a business
-- day. Of several verdicts on one day all are told together: their number in a row is not theirs
-- to keep.
with

closed_deals as (

    select
        opportunity_id,
        closed_date,
        outcome,
        amount_at_close
    from changed_deals
    where closed_date is not null

),

verdict_days as (

    select
        lead_id,
        gate,
        decided_date,
        string_agg(verdict, ', ' order by decided_at, verdict) as verdicts
    from changed_verdicts
    group by lead_id, gate, decided_date

)

select
    'deals' as table_name,
    opportunity_id as record_id,
    'created_date' as column_name,
    '' as occurrence,
    created_date as business_date,
    cast(created_date as varchar) as stated_value
from changed_deals
union all
select
    'deals' as table_name,
    opportunity_id as record_id,
    'path_class' as column_name,
    '' as occurrence,
    created_date as business_date,
    path_class as stated_value
from changed_deals
union all
select
    'deals' as table_name,
    opportunity_id as record_id,
    'closed_date' as column_name,
    '' as occurrence,
    closed_date as business_date,
    cast(closed_date as varchar) as stated_value
from closed_deals
union all
select
    'deals' as table_name,
    opportunity_id as record_id,
    'outcome' as column_name,
    '' as occurrence,
    closed_date as business_date,
    outcome as stated_value
from closed_deals
union all
select
    'deals' as table_name,
    opportunity_id as record_id,
    'amount_at_close' as column_name,
    '' as occurrence,
    closed_date as business_date,
    cast(amount_at_close as varchar) as stated_value
from closed_deals
union all
select
    'leads' as table_name,
    lead_id as record_id,
    'created_date' as column_name,
    '' as occurrence,
    created_date as business_date,
    cast(created_date as varchar) as stated_value
from changed_leads
union all
select
    'verdicts' as table_name,
    lead_id || '/' || gate as record_id,
    'verdict' as column_name,
    cast(decided_date as varchar) as occurrence,
    decided_date as business_date,
    verdicts as stated_value
from verdict_days
