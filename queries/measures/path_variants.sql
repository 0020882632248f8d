/*
title = "The ways of our wins"
question = "By which ways do deals come?"
definition = "Deals closed in the period by their way: the first record as a lead, each gate passed, being turned away and a meeting, in the order recorded before the deal; and paperwork after it. The twelve ways with the most wins, the most frequent first, all further ones together; deals that cannot be traced stand apart. Of each, its share of wins and of money won, and how many of its closed deals were won."
unit = "share"
school = "value-first"
shape = "breakdown"
better = "neither"
dated_by = "deal_closed"
records = "deals"
input = "ratio"
keys = ["order", "variant", "statistic"]
numerator = "deals won by this way"
denominator = "all deals won in the period; for the share won, the deals of this way that closed"
needs = ["leads.created_at | gate_decisions.decided_at", "gate_decisions.decided_at"]
other_reading = "A way is what was recorded: two deals that came alike differ where one step was not logged."
next_step = "Read three deals of the second way and ask why they did not take the first."
caveats = ["New business alone; existing customers are counted apart.", "Events of the deal's own person alone; those of colleagues are not in the way.", "A lost deal that nobody closed is in no share won."]
[finding]
clear = "Our commonest way: {first_deals.keys[variant]:word}, {first_deals.numerator:count} of {first_deals.denominator:count} wins."
luck = "Our commonest way: {first_deals.keys[variant]:word}, {first_deals.numerator:count} of {first_deals.denominator:count} wins."
too_few = "{first_deals.numerator:count} of {first_deals.denominator:count} wins came by our commonest way."
none = "No win of ours can be traced to the way it came."
[estimator]
name = "share"
*/
with

ways as (

    select
        variant,
        row_number() over (
            order by
                case when variant = 'unlinked' then 1 else 0 end asc,
                count(*) filter (where outcome = 'won') desc,
                count(*) desc,
                variant asc
        ) as place
    from chosen_deal_variants
    group by variant

),

-- What cannot be traced is no way, and is told whatever its place.
named as (

    select
        variant,
        case
            when variant = 'unlinked' then 14
            when place <= 12 then place
            else 13
        end as place,
        case
            when variant = 'unlinked' or place <= 12 then variant
            else 'other_ways'
        end as said
    from ways

),

deals as (

    select
        chosen_deal_variants.opportunity_id,
        chosen_deal_variants.cluster_id,
        chosen_deal_variants.path_class,
        chosen_deal_variants.outcome,
        chosen_deal_variants.amount_at_close,
        chosen_deal_variants.period,
        chosen_deal_variants.group_name,
        named.place,
        named.said
    from chosen_deal_variants
    inner join named
        on chosen_deal_variants.variant = named.variant

),

won_deals as (

    select
        places.place,
        places.said,
        deals.opportunity_id,
        deals.cluster_id,
        deals.amount_at_close,
        deals.period,
        deals.group_name,
        deals.place = places.place as is_counted
    from deals
    cross join (select distinct place, said from named) as places
    where deals.outcome = 'won'

)

select
    place as "order",
    said as variant,
    'deals' as statistic,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    case when is_counted then 1.0 else 0.0 end as numerator,
    1.0 as denominator
from won_deals

union all

select
    place as "order",
    said as variant,
    'amount' as statistic,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    case when is_counted then amount_at_close else 0.0 end as numerator,
    amount_at_close as denominator
from won_deals
where amount_at_close is not null

union all

select
    place as "order",
    said as variant,
    'share_won' as statistic,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    case when outcome = 'won' then 1.0 else 0.0 end as numerator,
    1.0 as denominator
from deals
