"""The random company's people who were qualified again, and what changed its open pipeline."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence

from dashboard.engine.database import Database
from tests.measures import typed_tables

Person = Mapping[str, object]
_STEPS = {"mql": "mql_date", "sql": "sql_date"}
_EVENTS = ("reopened", "raised", "lowered", "won", "lost", "unexplained")
_IN_OUT = {"created": 1, "reopened": 1, "won": -1, "lost": -1, "unexplained": 1}


def with_turns(people: Sequence[Person], seed: int) -> list[dict[str, object]]:
    """Return the people with how often they were qualified, some of them twice or three times."""
    chance = random.Random(seed)
    return [{**_turned(chance, person), "days_id": at} for at, person in enumerate(people)]


def _turned(chance: random.Random, person: Person) -> dict[str, object]:
    first = person["mql_date"]
    entries = chance.choice((1, 1, 1, 2, 3)) if isinstance(first, dt.date) else 0
    again = _later(first, 10) if isinstance(first, dt.date) and entries > 1 else None
    return {
        **person,
        "mql_entries": entries,
        "mql_again_date": again,
        "sql_after_again_date": _later(again, 5) if again and chance.random() < 0.5 else None,
    }


def _later(day: dt.date, days: int) -> dt.date:
    return day + dt.timedelta(days=days)


def make(
    database: Database, people: Sequence[Person], deals: Sequence[Mapping[str, object]], seed: int
) -> None:
    """Write the entries into steps, and the events of each deal's pipeline."""
    chance = random.Random(seed)
    entries = [entry for person in people for entry in _entries(person)]
    typed_tables.load(database, "fct_lead_entries", entries)
    changes = [change for deal in deals for change in _changes(chance, deal)]
    typed_tables.load(database, "fct_pipeline_changes", changes)


def _entries(person: Person) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for step, column in _STEPS.items():
        first = person[column]
        times = person["mql_entries"] if step == "mql" else 1
        if not isinstance(first, dt.date) or not isinstance(times, int):
            continue
        days = [_later(first, 10 * place) for place in range(times)]
        for place, day in enumerate(days):
            months = {(before.year, before.month) for before in days[:place]}
            found.append({
                "person_id": person["person_id"],
                "step": step,
                "entered_date": day,
                "place": place + 1,
                "is_new_in_month": (day.year, day.month) not in months,
            })  # fmt: skip
    return found


def _changes(chance: random.Random, deal: Mapping[str, object]) -> list[dict[str, object]]:
    happened = ["created", *chance.sample(_EVENTS, chance.randrange(4))]
    created = deal["created_date"]
    is_dated = isinstance(created, dt.date) and chance.random() < 0.95
    return [
        {
            "opportunity_id": deal["opportunity_id"],
            "component": component,
            "changed_date": day,
            "changed_month": day.replace(day=1) if day else None,
            "deals": _IN_OUT.get(component, 0),
            "amount": chance.choice((None, float(chance.randrange(-90, 90)))),
        }
        for component in happened
        for day in (_later(created, chance.randrange(90)) if is_dated else None,)  # type: ignore[arg-type]
    ]
