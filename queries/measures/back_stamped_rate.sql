/*
title = "Paperwork after, and boxes ticked"
question = "How often was the gate filled in afterwards?"
definition = "Of deals created in the period whose way is known: paperwork after, those whose first gate was passed up to 30 days after the deal and before its close. Of those with two or more gates passed at recorded times by people: all of them within one minute. Of those whose person is known at each gate: all by one person within the back-stamp minutes of the deal's creation. In deals and in money at creation."
unit = "share"
school = "value-first"
shape = "breakdown"
layer = 2
better = "lower"
dated_by = "deal_created"
records = "deals"
input = "ratio"
keys = ["kind", "statistic"]
numerator = "deals whose gates were filled in so"
denominator = "deals created in the period of which it can be told"
needs = ["leads.created_at | gate_decisions.decided_at", "gate_decisions.decided_at"]
matures = true
settled = ["one_minute", "one_person_at_creation"]
other_reading = "Some sellers do the talking first and the form later: the screening happened, the record came after."
next_step = "Ask the sellers of five such deals what they knew before they filled in the gate."
caveats = ["New business alone; existing customers are counted apart.", "Gates known by a date alone, and those an automated process decides, are in no count of boxes ticked.", "The newest deals can still get their paperwork."]
[sides]
sales = "The talking came first and the form after. {back_stamped_deals.numerator:count} deals were screened by a conversation, which no field records."
marketing = "A gate that is filled in afterwards screens nobody. These {back_stamped_deals.numerator:count} deals count as ours in one report and as nobody's in another."
[finding]
clear = "{back_stamped_deals.numerator:count} of {back_stamped_deals.denominator:count} deals got their paperwork after they were made."
luck = "{back_stamped_deals.numerator:count} of {back_stamped_deals.denominator:count} deals got their paperwork after they were made."
too_few = "{back_stamped_deals.numerator:count} of {back_stamped_deals.denominator:count} deals got their paperwork after they were made."
none = "None of {back_stamped_deals.denominator:count} deals got its paperwork after it was made."
[estimator]
name = "share"
*/
with

kinds as (

    select unnest(['back_stamped', 'one_minute', 'one_person_at_creation']) as kind

),

counted as (

    select
        kinds.kind,
        chosen_deal_stamps.opportunity_id,
        chosen_deal_stamps.cluster_id,
        chosen_deal_stamps.amount_at_creation,
        chosen_deal_stamps.period,
        chosen_deal_stamps.group_name,
        case kinds.kind
            when 'back_stamped' then chosen_deal_stamps.path_class = 'back_stamped'
            when 'one_minute' then chosen_deal_stamps.is_stamped_in_one_minute
            else chosen_deal_stamps.is_stamped_at_creation
        end as is_counted
    from chosen_deal_stamps
    cross join kinds
    where
        kinds.kind = 'back_stamped'
        or chosen_deal_stamps.gates_stamped >= 2

)

select
    kind,
    'deals' as statistic,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    case when is_counted then 1.0 else 0.0 end as numerator,
    1.0 as denominator
from counted
where is_counted is not null

union all

select
    kind,
    'amount' as statistic,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    case when is_counted then amount_at_creation else 0.0 end as numerator,
    amount_at_creation as denominator
from counted
where
    is_counted is not null
    and amount_at_creation is not null
