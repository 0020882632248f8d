"""How long the people of a random company waited, and what became of their deals since."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence

from dashboard.engine.database import Database
from tests.measures import typed_tables

Person = Mapping[str, object]
_AS_OF = dt.date(2026, 10, 23)


def make(database: Database, persons: Sequence[Person], seed: int) -> None:
    """Write a wait for each person who waits, and a deal or two for some of them."""
    chance = random.Random(seed)
    waiting = [each for each in persons if each["waits_from_date"]]
    typed_tables.load(database, "fct_lead_waits", [_wait(chance, each) for each in waiting])
    deals = [
        _deal(chance, f"{each['person_id']}/{at}", each)
        for each in waiting
        for at in range(chance.choice((0, 1, 1, 2)))
    ]
    typed_tables.load(database, "fct_lead_wait_deals", deals)


def _wait(chance: random.Random, person: Person) -> dict[str, object]:
    since = person["waits_from_date"]
    if not isinstance(since, dt.date):
        raise TypeError(f"{since!r} is no day.")
    tried = chance.choice((None, 0, 30, 60, 61, 300, 1440, 2000, 5000, 9000, 30_000, 700_000))
    inside = None if tried is None else chance.choice((0, 0, tried // 2, tried // 3))
    return {
        "person_id": person["person_id"],
        "cluster_id": person["cluster_id"],
        "source": person["source"],
        "source_family": chance.choice(("marketing", "referral")),
        "dim_1": person["dim_1"],
        "alike": f"{person['dim_1']} | ",
        "score_tenth": chance.choice((None, 1, 4, 7, 10)),
        "waits_from_date": since,
        "waits_from_month": person["waits_from_month"],
        "age_days": (_AS_OF - since).days,
        "is_off_hours": chance.random() < 0.3,
        "tried_minutes": tried,
        "inside_gate_minutes": inside,
        "has_gate_decisions": True,
        "let_go_kind": chance.choice(("let_go", "let_go", "rejected", "lost", "censored")),
        "let_go_days": chance.randrange(40),
        "helper_kind": chance.choice(("helper", "helper", "rejected", "censored")),
        "helper_days": chance.randrange(80),
    }


def _deal(chance: random.Random, name: str, person: Person) -> dict[str, object]:
    outcome = chance.choice(("won", "won", "lost", "open"))
    reason = chance.choice(("competitor", "dark", None)) if outcome == "lost" else None
    return {
        "person_id": person["person_id"],
        "opportunity_id": name,
        "outcome": outcome,
        "created_days": 1,
        "closed_days": None if outcome == "open" else chance.choice((3, 200, 364, 365, 366)),
        "amount_at_close": chance.choice((None, 500.0, 8000.5)) if outcome == "won" else None,
        "is_lost_to_competitor": reason == "competitor",
        "is_gone_dark": reason == "dark",
    }
