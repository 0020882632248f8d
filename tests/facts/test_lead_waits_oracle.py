"""Random companies: waits in SQL agree with the rules walked through record by record."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from tests.facts.test_lead_waits import USERS
from tests.facts.world import facts

START = dt.datetime(2026, 1, 5)
AS_OF = dt.date(2026, 1, 26)
ROLES = {"rep": "Account Executive", "sdr": "Sales Development Rep", "mail": "Marketing Manager"}
COLUMNS = (
    "attempt_minutes", "helper_kind", "helper_days", "tried_minutes", "inside_gate_minutes",
    "let_go_kind", "let_go_days",
)  # fmt: skip

Times = list[tuple[dt.datetime, ...]]


def at(chance: random.Random, days: int = 8) -> dt.datetime:
    """Return one of few times, so that ties and days without a time are common."""
    return START + dt.timedelta(
        days=chance.randrange(days), minutes=chance.choice((0, 0, 600, 601))
    )


def company(chance: random.Random) -> dict[str, list[tuple[object, ...]]]:
    """Return what happened to each of some leads."""
    names = [f"L{number}" for number in range(25)]

    def some(*what: object) -> list[tuple[object, ...]]:
        return [
            (name, at(chance), *(chance.choice(each) for each in what))  # type: ignore[call-overload]
            for name in names
            for _ in range(chance.randrange(4))
        ]

    deals = [(name, at(chance), chance.choice(("won", "lost", "open"))) for name in names[::3]]
    return {
        "leads": [(name, at(chance, 3)) for name in names],
        "touches": some(("seller", "mutual", "buyer"), ("rep", "sdr", "mail", "robot", None)),
        "verdicts": some(("pass", "fail", "none"), ("recorded", "date")),
        "deals": [(*deal, deal[1] + dt.timedelta(days=chance.randrange(5))) for deal in deals],
    }


def minutes(since: dt.datetime, until: dt.datetime) -> int:
    """Return the minutes between; by days where either is a day without a time."""
    if since.time() != dt.time() and until.time() != dt.time():
        return int((until - since).total_seconds()) // 60
    return (until.date() - since.date()).days * 1440 or 720


def walked(name: str, told: dict[str, list[tuple[object, ...]]]) -> tuple[object, ...]:
    """Return the columns of one person, by going through what happened."""
    of = {table: [row[1:] for row in rows if row[0] == name] for table, rows in told.items()}
    ((raised,),) = of["leads"]
    day = raised.date()
    answers = [
        (when, direction, actor)
        for when, direction, actor in of["touches"]
        if direction != "buyer" and actor in ("rep", "sdr", None) and when.date() >= day
        and (when >= raised or dt.time() in (when.time(), raised.time()))
    ]  # fmt: skip
    attempt = min((minutes(raised, when) for when, *_ in answers), default=None)
    attempt_day = min((when.date() for when, *_ in answers), default=None)
    helped = min(
        (w.date() for w, direction, actor in answers if (direction, actor) == ("mutual", "rep")),
        default=None,
    )
    deals = [deal for deal in of["deals"] if deal[0].date() >= day]
    lost = [end.date() for _, outcome, end in of["deals"] if outcome == "lost"]
    fails = [w.date() for w, verdict, _ in of["verdicts"] if verdict == "fail" and w.date() >= day]
    other = [(each, "rejected") for each in fails]
    other += [(each, "lost") for each in lost if each >= day]
    ended = min(other, key=lambda each: (each[0], each[1] == "lost"), default=None)
    tried, tried_day = attempt, attempt_day
    if deals and (attempt_day is None or deals[0][0].date() < attempt_day):
        tried_day = deals[0][0].date()
        tried = (tried_day - day).days * 1440 or 720
    inside, let_go = _inside(of["verdicts"], raised, tried, tried_day)
    return (
        attempt,
        *_end(helped, ended, "helper", day, None),
        tried,
        inside,
        *_end(tried_day, ended, "let_go", day, let_go),
    )


def _inside(verdicts, raised, tried, tried_day):
    """Return the minutes and the days until the last decision before the attempt."""
    if tried_day is None:
        return None, None
    spent, days = [0], [0]
    for when, verdict, quality in verdicts:
        if verdict == "none" or not raised.date() <= when.date() <= tried_day:
            continue
        if raised.time() != dt.time() and quality == "recorded":
            length = int((when - raised).total_seconds()) // 60
            counts = 0 <= length <= tried
        else:
            length, counts = (when.date() - raised.date()).days * 1440, when.date() < tried_day
        if counts:
            spent.append(length)
            days.append((when.date() - raised.date()).days)
    return max(spent), max(days)


def _end(reached, ended, name, day, instead):
    """Return how a wait ended and after how many days; on the same day it was reached first."""
    if reached is not None and (ended is None or reached <= ended[0]):
        return name, (reached - day).days if instead is None else instead
    if ended is None:
        return "censored", (AS_OF - day).days
    return ended[1], (ended[0] - day).days


@pytest.mark.parametrize("seed", range(6))
def test_every_wait_agrees_with_the_rules(seed):
    told = company(random.Random(seed))
    heads = {
        "leads": "| lead_id | hand_raised_at | created_at |",
        "touches": "| lead_id | at | direction | actor_id |",
        "gate_decisions": "| entity_id | decided_at | verdict | date_quality | gate |",
        "opportunities": "| lead_id | created_at | outcome | closed_at | opportunity_id |",
    }
    rows = {
        "leads": [(*lead, START) for lead in told["leads"]],
        "touches": told["touches"],
        "gate_decisions": [(*each, "MQL") for each in told["verdicts"]],
        "opportunities": [(*each, f"D{place}") for place, each in enumerate(told["deals"])],
    }
    given = {name: "\n".join([heads[name], *(_line(row) for row in rows[name])]) for name in heads}
    database = facts({"users": USERS, **given}, as_of=AS_OF.isoformat(), only=["fct_lead_waits"])
    found = database.query(f"select person_id, {', '.join(COLUMNS)} from fct_lead_waits").rows()
    assert {row[0]: row[1:] for row in found} == {
        name: walked(name, told) for name, _ in told["leads"]
    }


def _line(row: tuple[object, ...]) -> str:
    cells = ("" if each is None else str(each) for each in row)
    return f"| {' | '.join(cells)} |"
