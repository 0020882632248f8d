"""The scores of a random company's people, what the line said of them, and what they bought."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence

from dashboard.engine.database import Database
from tests.measures import typed_tables

Person = Mapping[str, object]
_AS_OF = dt.date(2026, 10, 23)
_MOVED = dt.date(2025, 7, 1)
_REGIMES = {False: ("65", 65.0), True: ("60 since 2025-07-01", 60.0)}
_SOURCES = ("web", "web", "event", "referral")
_OWNERS = tuple(f"u{at}" for at in range(12))


def make(database: Database, persons: Sequence[Person], seed: int) -> None:
    """Write one row per person with a score, their wins, and the hours spent on some."""
    chance = random.Random(seed)
    scored = [_scored(chance, each) for each in persons if chance.random() < 0.95]
    typed_tables.load(database, "fct_gate_leads", scored)
    wins = [
        _win(chance, each, at)
        for each in scored
        for at in range(chance.choice((0, 0, 1, 2) if each["is_offered"] else (0, 0, 0, 1)))
    ]
    typed_tables.load(database, "fct_gate_wins", wins)


def _scored(chance: random.Random, person: Person) -> dict[str, object]:
    landmark = person["created_date"]
    if not isinstance(landmark, dt.date):
        raise TypeError(f"{landmark!r} is no day.")
    regime, threshold = _REGIMES[landmark >= _MOVED]
    distance = chance.randrange(-8, 8)
    worked = chance.choice((None, 0, 20, 400) if distance < 0 else (0, 9, 30, None))
    owner = chance.choice(_OWNERS)
    return {
        "person_id": person["person_id"],
        "lead_id": person["lead_id"],
        "cluster_id": person["cluster_id"],
        "source": chance.choice(_SOURCES),
        "dim_1": person["dim_1"],
        "segment": person["dim_1"],
        "owner_id": None if chance.random() < 0.1 else owner,
        "gate": "score",
        "landmark_date": landmark,
        "landmark_month": person["created_month"],
        "age_days": (_AS_OF - landmark).days,
        "score": threshold + distance,
        "threshold": threshold,
        "distance": float(distance),
        "regime": regime,
        "is_offered": distance >= 0,
        "passed_days": chance.choice((0, 3, 370)) if distance >= 0 else None,
        "worked_days": worked,
        "deal_days": chance.choice((None, None, 40)),
        "let_through_at_random": chance.choice((None,) * 8 + (True, False)),
        "is_hand_raised": chance.random() < 0.3,
        "readiness": chance.randrange(4),
    }


def _win(chance: random.Random, person: Person, at: int) -> dict[str, object]:
    return {
        "person_id": person["person_id"],
        "opportunity_id": f"{person['person_id']}/{at}",
        "won_days": chance.choice((30, 90, 200, 360, 500)),
        "amount": chance.choice((None, 1000.0, 25_000.0, 90_000.0)),
    }
