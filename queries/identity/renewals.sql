-- view: the exports' own rows, under the ids that accounts go by.
-- One row per account and period; where two systems hold it, that of the system of record.
select
    all_renewals.source_name,
    coalesce(link_accounts.surviving_id, all_renewals.account_id) as account_id,
    all_renewals.outcome,
    all_renewals.amount,
    all_renewals.currency,
    all_renewals.is_flagged_at_risk,
    all_renewals.was_intervened,
    all_renewals.goals_recorded,
    all_renewals.goals_met,
    all_renewals.upsell_basis,
    all_renewals.period_start_date,
    all_renewals.renewal_date

from all_renewals

left join link_accounts
    on all_renewals.account_id = link_accounts.account_id

left join record_places
    on
        all_renewals.source_name = record_places.source_name
        and record_places.table_name = 'renewals'

qualify
    row_number() over (
        partition by
            coalesce(link_accounts.surviving_id, all_renewals.account_id),
            all_renewals.renewal_date
        order by coalesce(record_places.place, 0)
    ) = 1
