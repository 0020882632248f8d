-- view: the exports' own rows, under the ids that people, accounts and deals go by.
-- One row per meeting; what two systems both hold counts once.
select
    all_meetings.source_name,
    all_meetings.meeting_id,
    all_meetings.lead_id,
    coalesce(link_persons.person_id, all_meetings.person_id) as person_id,
    coalesce(link_accounts.surviving_id, all_meetings.account_id) as account_id,
    coalesce(link_deals.surviving_id, all_meetings.opportunity_id) as opportunity_id,
    all_meetings.owner_id,
    all_meetings.counterpart,
    all_meetings.purpose,
    all_meetings.outcome,
    all_meetings.habits,
    all_meetings.minutes,
    all_meetings.booked_at,
    all_meetings.booked_date,
    all_meetings.held_at,
    all_meetings.held_date,
    all_meetings.next_step_at,
    all_meetings.next_step_date

from all_meetings

left join link_persons
    on all_meetings.person_id = link_persons.record_id

left join link_accounts
    on all_meetings.account_id = link_accounts.account_id

left join link_deals
    on all_meetings.opportunity_id = link_deals.opportunity_id

left join link_repeated_meetings
    on
        all_meetings.source_name = link_repeated_meetings.source_name
        and coalesce(all_meetings.lead_id, '') = link_repeated_meetings.lead_id
        and coalesce(all_meetings.person_id, '') = link_repeated_meetings.person_id
        and coalesce(all_meetings.opportunity_id, '') = link_repeated_meetings.opportunity_id
        and coalesce(all_meetings.held_at, all_meetings.booked_at) = link_repeated_meetings.met_at

where link_repeated_meetings.source_name is null
