"""Random companies: ways, stamps, types, stories and likeness agree with the rules."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings

from tests.facts import oracle_ways as rules
from tests.facts.company import facts_of, told_apart
from tests.facts.oracle import Deal, World, day
from tests.facts.random_company import companies
from tests.facts.test_oracle import FIRST_DAY
from tests.facts.test_oracle_pipeline import RATES

HORIZON = 30
FAMILIES = {"Friend": "referral"}
NAMES = ("fct_deals", "fct_deal_variants", "fct_deal_stamps", "fct_deal_types")
MORE = ("fct_deal_stories", "fct_deal_strata")


def quarter(deal: Deal) -> dt.date:
    """Return the first day of the quarter a deal was created in."""
    created = (FIRST_DAY + dt.timedelta(days=day(deal.at))).date()
    return created.replace(month=(created.month - 1) // 3 * 3 + 1, day=1)


def differences(world: World) -> list[str]:
    families = "\n".join(["| source | family |", *(f"| {a} | {b} |" for a, b in FAMILIES.items())])
    database = facts_of(
        world,
        *(*NAMES, *MORE),
        settings={"horizon_days": HORIZON},
        configs={"config_source_families": families, "config_rates": RATES},
    )
    deals = [
        {
            "opportunity_id": deal.id,
            "days_from_request": rules.days_from_request(world, deal),
            **rules.outside(world, deal),
        }
        for deal in world.deals
    ]
    ways = [{"opportunity_id": deal.id, "variant": rules.way(world, deal)} for deal in world.deals]
    known = "(from fct_deal_strata where age_days is not null)"
    return [
        *told_apart(database, "fct_deals", deals, "opportunity_id"),
        *told_apart(database, "fct_deal_variants", ways, "opportunity_id"),
        *told_apart(database, "fct_deal_stamps", rules.stamps(world), "opportunity_id"),
        *told_apart(database, "fct_deal_types", rules.types(world), "opportunity_id"),
        *told_apart(database, "fct_deal_stories", rules.stories(world), "opportunity_id"),
        *told_apart(
            database, known, rules.strata(world, HORIZON, FAMILIES, quarter), "opportunity_id"
        ),
    ]


@settings(max_examples=settings().max_examples // 10)
@given(companies())
def test_ways_and_likeness_agree_with_the_rules(world: World) -> None:
    assert differences(world) == []
