"""The random company's people and deals at its gates."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence

from dashboard.engine.database import Database
from tests.measures import typed_tables

Record = Mapping[str, object]
_GATES = (("score", 1, True), ("accepted", 2, True), ("Budget form", 1000, False))
_STAGE = ("Proposal", 3, True)


def make(database: Database, persons: Sequence[Record], deals: Sequence[Record], seed: int) -> None:
    """Write the turns of people at three gates, and of deals at a fourth."""
    chance = random.Random(seed)
    turns = [
        _turn(chance, "lead", person["person_id"], person, gate)
        for person in persons
        for gate in _GATES
        if chance.random() < 0.6
    ]
    turns += [
        _turn(chance, "deal", deal["opportunity_id"], deal, _STAGE)
        for deal in deals
        if chance.random() < 0.4
    ]
    typed_tables.load(database, "fct_gate_turns", turns)


def _turn(
    chance: random.Random, about: str, record: object, of: Record, gate: tuple[str, int, bool]
) -> dict[str, object]:
    came = of["created_date"]
    assert isinstance(came, dt.date)
    verdict = chance.choice(("pass", "pass", "fail", "waived", None))
    is_lead = about == "lead"
    return {
        "about": about,
        "record_id": record,
        "gate": gate[0],
        "position": gate[1],
        "is_declared": gate[2],
        "is_new_business": of.get("is_new_business", True),
        "source": of["source"],
        "dim_1": of["dim_1"],
        "came_date": came,
        "came_month": came.replace(day=1),
        "verdict": verdict,
        "fail_kind": "rejected" if verdict == "fail" else None,
        "decided_by": chance.choice(("marketing", "sales", None)) if verdict else None,
        "required_fields": chance.choice((None, 3, 9)) if verdict and is_lead else None,
        "end_kind": "decided" if verdict else "censored",
        "elapsed_days": chance.choice((None, *range(30))) if verdict else chance.randrange(90),
        "is_waiting": verdict is None and chance.random() < 0.5,
        "is_before_any_help": chance.random() < 0.5 if verdict and is_lead else None,
        "is_touched_after": chance.choice((True, False, None))
        if verdict == "fail" and is_lead
        else None,
    }
