"""The random company's people and deals at its gates, and what came after its refusals."""

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


def make_turned_away(database: Database, verdicts: Sequence[Record], seed: int) -> None:
    """Write the wins after these verdicts, the companies of some, and companies nobody judged."""
    chance = random.Random(seed)
    told = [
        {
            **verdict,
            "decided_by": chance.choice(("marketing", "sales", None)),
            "reason": chance.choice(("too small", None)),
            "account_name": chance.choice((None, "Arden")),
            "age_days": chance.choice((400, 500, 200)),
            "ended_as": chance.choice(("stayed_away", "back_open", "no budget")),
            "next_deal_date": chance.choice((None, verdict["decided_date"])),
            "minutes": float(chance.randrange(3)),
            "untimed_touches": chance.randrange(4),
        }
        for verdict in verdicts
    ]
    typed_tables.load(database, "fct_verdict_spells", told)
    places = random.Random(seed).sample(range(len(told)), len(told) // 3)
    wins = [
        {
            "record_id": told[place]["record_id"],
            "opportunity_id": f"w{at % 40}",
            "how": chance.choice(("person", "account")),
            "amount_at_close": chance.choice((None, 900.0, 1500.0)),
            "lag_days": (lag := chance.randrange(300)),
            "won_days": lag + chance.randrange(200),
            "is_its_own": at < 40,
        }
        for at, place in enumerate(place for place in places for _ in range(2))
    ]
    typed_tables.load(database, "fct_turned_away_wins", wins)
    kinds = ("SMB | new", "Mid | new", "Mid | customer")
    accounts = [
        {
            "record_id": verdict["record_id"],
            "account_id": f"a{chance.randrange(80)}",
            "stratum": chance.choice((*kinds, "Large | new")),
        }
        for verdict in told
        if chance.random() < 0.7
    ]
    typed_tables.load(database, "fct_verdict_accounts", accounts)
    months = sorted({str(verdict["start_month"]) for verdict in told})
    windows = [
        {
            "start_month": dt.date.fromisoformat(month),
            "stratum": kind,
            "dim_1": segment,
            "others": (others := chance.randrange(1, 60)),
            "others_won": chance.randrange(others + 1) // 2,
            "others_with_deal": others // 2,
        }
        for month in months
        for kind in kinds
        for segment in ("SMB", "Mid")
    ]
    typed_tables.load(database, "fct_account_windows", windows)
