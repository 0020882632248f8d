"""Random companies: silences, states, starts and clocks agree with the rules, day by day."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.facts import oracle_silences as rules
from tests.facts.company import FullDeal, Save, facts_of, told_apart
from tests.facts.oracle import World
from tests.facts.oracle_moves import age, is_on_clock, last_watched
from tests.facts.random_company import companies
from tests.facts.test_oracle import AS_OF

OWN = 8
NAMES = ("fct_deals", "fct_deal_silences", "fct_deal_spans", "fct_deal_starts")

# A deal that is touched on the first day of its silence is silent for no time at all.
SPANS = "(from fct_deal_spans where until_days > from_days or is_last)"


def differences(world: World) -> list[str]:
    database = facts_of(world, *NAMES, settings={"stall_days": OWN})
    deal = "opportunity_id"
    return [
        *told_apart(database, "fct_deals", clocks(world), deal),
        *told_apart(
            database, "fct_deal_silences", rules.silences(world, OWN), deal, "threshold", "place"
        ),
        *told_apart(database, SPANS, rules.spans(world), deal, "from_days"),
        *told_apart(
            database, "fct_deal_starts", rules.starts(world), deal, "signs", "threshold_days"
        ),
    ]


def clocks(world: World) -> list[dict[str, object]]:
    """Return what the rules say of each deal's clocks; nothing where nobody knows its close."""
    rows = []
    for deal in world.deals:
        row: dict[str, object] = dict.fromkeys(
            ("move_kind", "days_to_move", "watched_days", "age_days", "silent_days", "parking")
        )
        if is_on_clock(world, deal):
            kind, days = rules.move_clock(world, deal)
            row = {
                "move_kind": kind,
                "days_to_move": days,
                "watched_days": max(last_watched(world, deal), 0),
                "age_days": age(world, deal),
                "silent_days": rules.silent_days(world, deal),
                "parking": rules.parking(world, deal, OWN),
            }
        rows.append({"opportunity_id": deal.id, **row})
    return rows


@settings(max_examples=settings().max_examples // 10)
@given(companies())
def test_silences_and_clocks_agree_with_the_rules(world: World) -> None:
    assert differences(world) == []


@settings(max_examples=settings().max_examples // 10)
@given(st.integers(40, 90), st.integers(0, 120), st.integers(0, 1_000_000))
def test_thresholds_learned_agree_with_the_rules(deals: int, slowest: int, seed: int) -> None:
    world = herd(deals, slowest, random.Random(seed))
    found = learned_otherwise(world)
    assert found == []


def herd(deals: int, slowest: int, chance: random.Random) -> World:
    """Return deals of late 2025 that leave their first stage sooner or later, or never."""
    made = []
    for number in range(deals):
        created = chance.randrange(200, 372) * 1440 + 720
        left = created + chance.randrange(slowest + 1) * 1440
        into = chance.choice([*["Proposal", "Contract"] * 6, "Later", "Lost", "Won", None])
        saves = [Save(created, "Discovery", True), *([Save(left + 1, into, True)] if into else [])]
        nothing = (None, None, None, None, None, None)
        made.append(FullDeal(f"d{number}", created, *nothing, changes=tuple(saves), roles=()))
    return World((), (), tuple(made), (), AS_OF)


def learned_otherwise(world: World) -> list[str]:
    """Return where thresholds that were learned from enough stays are not those of the rules."""
    database = facts_of(world, "fct_stall_thresholds")
    known = """(
        select *, extract(year from year_date) = 2026 as is_second
        from fct_stall_thresholds where entrants >= 50
    )"""
    expected = [
        {
            "pipeline": pipeline,
            "stage": stage,
            "is_second": is_second,
            "learned_days": learned,
            "hazard_days": hazard,
        }
        for (pipeline, stage, is_second), (learned, hazard) in rules.thresholds(world).items()
    ]
    return told_apart(database, known, expected, "pipeline", "stage", "is_second")
