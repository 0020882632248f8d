-- One row per value of a deal's type, currency and outcome: how many deals have it.
select
    kind,
    value,
    count(*) as deals

from (
    select
        'type' as kind,
        type as value
    from opportunities
    union all
    select
        'currency' as kind,
        currency as value
    from opportunities
    union all
    select
        'outcome' as kind,
        outcome as value
    from opportunities
) as carried

where value is not null

group by kind, value

order by kind, deals desc, value
