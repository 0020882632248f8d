"""What sellers did for the people of a random company, and the lists of its gate."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence

from dashboard.engine.database import Database
from tests.measures import typed_tables

Person = Mapping[str, object]
_ALIKE = ("SMB, referral", "Large, inbound", "Mid, partner")


def make(database: Database, persons: Sequence[Person], seed: int, as_of: dt.date) -> None:
    """Write hours, passes, first pieces of content, and who stands turned away."""
    chance = random.Random(seed)
    hours = [each for person in persons for each in _efforts(chance, person)]
    typed_tables.load(database, "fct_gate_hours", hours)
    passes = [_pass(chance, person, as_of) for person in persons if chance.random() < 0.5]
    typed_tables.load(database, "fct_lead_passes", passes)
    content = [_content(chance, person, as_of) for person in persons if chance.random() < 0.6]
    typed_tables.load(database, "fct_lead_content", content)
    standing = [person for person in persons if chance.random() < 0.2]
    typed_tables.load(
        database, "fct_unanswered_signs", [_sign(chance, each, as_of) for each in standing]
    )
    typed_tables.load(
        database, "fct_discoveries", [_discovery(chance, each, as_of) for each in standing]
    )


def with_ends(people: Sequence[Person], seed: int) -> list[dict[str, object]]:
    """Return the people with the first day they were turned away, and lost a deal, if ever."""
    chance = random.Random(seed)
    return [
        {
            **person,
            "first_fail_date": chance.choice((None, _later(chance, _created(person), 500))),
            "first_lost_date": chance.choice((None, None, _later(chance, _created(person), 500))),
        }
        for person in people
    ]


def _created(person: Person) -> dt.date:
    day = person["created_date"]
    assert isinstance(day, dt.date)
    return day


def _later(chance: random.Random, day: dt.date, most: int) -> dt.date:
    return day + dt.timedelta(days=chance.randrange(most))


def _of(person: Person, key: str = "record_id") -> dict[str, object]:
    """Return what every list tells of a person."""
    kept = ("cluster_id", "lead_id", "source", "dim_1")
    return {key: person["person_id"], **{name: person[name] for name in kept}}


def _efforts(chance: random.Random, person: Person) -> list[dict[str, object]]:
    """Return work on some days, a few of them before the person came in."""
    before = _created(person) - dt.timedelta(days=30)
    return [
        {
            "person_id": person["person_id"],
            "contact_date": _later(chance, before, 500),
            "actor_side": chance.choice(("seller", "sales_development")),
            "minutes": chance.choice((0.0, 15.0, 42.5)),
            "untimed_touches": chance.choice((0, 1, 3)),
        }
        for _ in range(chance.choice((0, 0, 1, 4)))
    ]


def _pass(chance: random.Random, person: Person, as_of: dt.date) -> dict[str, object]:
    passed = _later(chance, _created(person), 60)
    return {
        **_of(person),
        "gate": chance.choice(("score", "accepted")),
        "passed_date": passed,
        "start_month": passed.replace(day=1),
        "age_days": (as_of - passed).days,
        "is_turned_away_after": chance.random() < 0.3,
        "is_won_by_then": chance.random() < 0.2,
        "minutes": chance.choice((0.0, 30.0, 95.0)),
        "untimed_touches": chance.randrange(5),
    }


def _content(chance: random.Random, person: Person, as_of: dt.date) -> dict[str, object]:
    day = _later(chance, _created(person), 90)
    raised = chance.choice(("raised", "not raised"))
    return {
        **_of(person),
        "is_gated": chance.random() < 0.5,
        "content_date": day,
        "start_month": day.replace(day=1),
        "age_days": (as_of - day).days,
        "talk_days": chance.choice((None, 0, 12, 30, 31, 200)),
        "deal_days": chance.choice((None, None, 40, 400)),
        "won_days": chance.choice((None, None, 365, 366)),
        "stratum": f"{person['dim_1']} | {person['source']} | {raised} | {day.year}-01-01",
    }


def _sign(chance: random.Random, person: Person, as_of: dt.date) -> dict[str, object]:
    waiting = chance.randrange(365)
    first = as_of - dt.timedelta(days=waiting)
    return {**_of(person), "first_sign_date": first, "waiting_days": waiting, "sign_count": 1}


def _discovery(chance: random.Random, person: Person, as_of: dt.date) -> dict[str, object]:
    return {
        **_of(person),
        "turned_away_date": as_of - dt.timedelta(days=chance.randrange(365)),
        "alike": chance.choice(_ALIKE),
        "alike_won": chance.randrange(2, 9),
        "alike_turned_away": chance.randrange(20, 60),
        "sign_count": chance.randrange(4),
    }
