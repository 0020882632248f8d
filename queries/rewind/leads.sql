-- One row per lead that was there at the as-of time: what became of it later is blank again.
with

later_contacts as (

    select ever_contacts.person_id
    from ever_contacts
    cross join clock
    where ever_contacts.created_at > clock.as_of_at

),

later_accounts as (

    select ever_accounts.account_id
    from ever_accounts
    cross join clock
    where ever_accounts.created_at > clock.as_of_at

),

later_deals as (

    select ever_opportunities.opportunity_id
    from ever_opportunities
    cross join clock
    where coalesce(ever_opportunities.recorded_at, ever_opportunities.created_at) > clock.as_of_at

)

-- Every column of the export, whichever it has; hence no list of them.
select
    kept_leads.* replace (  -- noqa: AM04
        case when later_contacts.person_id is null then kept_leads.person_id end as person_id,
        -- Who became a contact later came to that contact's account with it.
        case
            when later_accounts.account_id is null and later_contacts.person_id is null
                then kept_leads.account_id
        end as account_id,
        case when later_deals.opportunity_id is null then kept_leads.converted_opportunity_id end
            as converted_opportunity_id,
        case when kept_leads.hand_raised_at <= clock.as_of_at then kept_leads.hand_raised_at end
            as hand_raised_at,
        case when kept_leads.hand_raised_at <= clock.as_of_at then kept_leads.hand_raised_date end
            as hand_raised_date,
        case when kept_leads.modified_at <= clock.as_of_at then kept_leads.modified_at end
            as modified_at,
        case when kept_leads.modified_at <= clock.as_of_at then kept_leads.modified_date end
            as modified_date
    )

from kept_leads

cross join clock

left join later_contacts
    on kept_leads.person_id = later_contacts.person_id

left join later_accounts
    on kept_leads.account_id = later_accounts.account_id

left join later_deals
    on kept_leads.converted_opportunity_id = later_deals.opportunity_id
