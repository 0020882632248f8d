"""A random company as facts and cubes, for claims that must hold whatever the data are."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping

from dashboard import paths
from dashboard.engine import order
from dashboard.engine.database import Database
from tests.measures import (
    typed_tables,
    world_funnel,
    world_gates,
    world_lists,
    world_meeting,
    world_money,
    world_moves,
    world_scores,
    world_stalls,
    world_stories,
    world_strata,
    world_waits,
    world_wins,
)

PATHS = (
    "in_flow",
    "returned",
    "skipped",
    "rejected_before",
    "back_stamped",
    "bypassed",
    "unlinked",
)
AS_OF = dt.date(2026, 10, 23)
GATES = (
    {"gate": "score", "label": "Score", "step": "mql", "before": "opportunity", "position": 1},
    {
        "gate": "accepted",
        "label": "Accepted",
        "step": "sql",
        "before": "opportunity",
        "position": 2,
    },
)
_FIRST_DAY = dt.date(2025, 1, 1)


def make(database: Database, seed: int, deals: int = 300, people: int = 400) -> None:
    """Write facts of a random company, and the views and cubes that follow from them."""
    chance = random.Random(seed)
    typed_tables.load(database, "clock", [{"as_of_date": AS_OF}])
    typed_tables.load(database, "config_gates", GATES)
    told = [_deal(chance, at) | world_stalls.more_of(at, seed) for at in range(deals)]
    typed_tables.load(database, "fct_deals", told)
    persons = world_funnel.with_turns([_person(chance, at) for at in range(people)], seed)
    persons = world_lists.with_ends(persons, seed)
    typed_tables.load(database, "fct_leads", persons)
    verdicts = [_verdict(chance, person) for person in persons if chance.random() < 0.4]
    typed_tables.load(database, "fct_verdict_spells", verdicts)
    world_stalls.make(database, chance, told)
    world_wins.make(database, told, seed)
    world_funnel.make(database, persons, told, seed)
    world_meeting.make(database, persons, seed)
    world_waits.make(database, persons, seed)
    world_lists.make(database, persons, seed, AS_OF)
    world_gates.make(database, persons, told, seed)
    world_gates.make_turned_away(database, verdicts, seed)
    world_scores.make(database, persons, seed)
    world_money.make(database, seed)
    world_strata.make(database, [str(deal["opportunity_id"]) for deal in told], seed)
    world_stories.make(database, [str(deal["opportunity_id"]) for deal in told], seed)
    world_moves.make(database, told, seed)
    facts = order.in_order(order.read_folder(paths.queries() / "facts"))
    for file in facts:
        if file.reads <= database.tables() and file.name not in database.tables():
            database.execute(f"create view {file.name} as {file.sql}")
    for file in order.read_folder(paths.queries() / "cubes"):
        database.execute(f"create table {file.name} as {file.sql}")


def _month(day: dt.date) -> dt.date:
    return day.replace(day=1)


def _day(chance: random.Random) -> dt.date:
    return _FIRST_DAY + dt.timedelta(days=chance.randrange(660))


def _deal(chance: random.Random, at: int) -> dict[str, object]:
    created = _day(chance)
    outcome = chance.choice(("won", "lost", "open"))
    closed = None if outcome == "open" else created + dt.timedelta(days=chance.randrange(1, 90))
    amount = chance.choice((None, *(float(chance.randrange(1, 400) * 1000) for _ in range(4))))
    return {
        "opportunity_id": f"d{at}",
        "account_id": chance.choice((None, f"a{chance.randrange(120)}")),
        "account_name": f"Account {at}",
        "source": chance.choice(("web", "event")),
        "size_band": chance.choice(("small", "large")),
        "dim_1": chance.choice(("SMB", "Mid", "Large")),
        "path_class": chance.choice(PATHS),
        "outcome": outcome,
        "created_date": created,
        "created_month": _month(created),
        "closed_date": closed,
        "closed_month": _month(closed) if closed else None,
        "amount_at_close": amount if outcome == "won" else None,
        "amount_at_creation": amount,
        "amount_at_as_of": amount,
        "close_kind": "censored" if outcome == "open" else outcome,
        "days_to_close": chance.randrange(1, 240),
        "move_kind": chance.choice(("moved", "lost", "censored")),
        "days_to_move": chance.randrange(120),
        "watched_days": at % 120,
        "stall_kind": chance.choice(("stalled", "won", "lost", "censored")),
        "days_to_stall": chance.choice((21, 21, 30, 12, 50)),
        "is_silent_now": chance.random() < 0.4,
        "is_born_closed": chance.random() < 0.05,
        "is_old_enough_to_move": True,
        "is_turned_away_first": chance.random() < 0.2,
        "is_first_win_of_account": chance.random() < 0.5,
        "is_new_business": chance.random() < 0.9,
    }


def _person(chance: random.Random, at: int) -> dict[str, object]:
    created = _day(chance)
    reached = chance.randrange(4)
    days = [created + dt.timedelta(days=chance.randrange(0, 200)) for _ in range(5)]
    mql, sql, deal, won, waits = sorted(days)
    return {
        "person_id": f"p{at}",
        "lead_id": f"l{at}",
        "cluster_id": f"a{chance.randrange(150)}",
        "source": chance.choice(("web", "event")),
        "dim_1": chance.choice(("SMB", "Mid", "Large")),
        "created_date": created,
        "created_month": _month(created),
        "mql_date": mql if reached > 0 else None,
        "sql_date": sql if reached > 1 else None,
        "sql_after_mql_date": sql if reached > 1 else None,
        "first_deal_date": deal if reached > 2 else None,
        "first_won_date": won if reached > 2 and chance.random() < 0.5 else None,
        "steps_entered": " > ".join(("lead", "score", "accepted", "deal")[: reached + 1]),
        "waits_from_date": (waits_from := chance.choice((None, waits))),
        "waits_from_month": _month(waits_from) if waits_from else None,
        "attempt_kind": chance.choice(("attempt", "rejected", "lost", "censored")),
        "attempt_days": chance.randrange(60),
        "conversation_kind": chance.choice(("conversation", "rejected", "censored")),
        "conversation_days": chance.randrange(90),
    }


def _verdict(chance: random.Random, person: Mapping[str, object]) -> dict[str, object]:
    return {
        "source": person["source"],
        "dim_1": person["dim_1"],
        "record_id": f"{person['person_id']}/score/1",
        "person_id": person["person_id"],
        "cluster_id": person["cluster_id"],
        "gate": "score",
        "fail_kind": "rejected",
        "start_month": person["created_month"],
        "decided_date": person["created_date"],
        "age_days": 400,
        "end_kind": chance.choice(("won", "censored", "censored")),
        "elapsed_days": chance.randrange(500),
    }
