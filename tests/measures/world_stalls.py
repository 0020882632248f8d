"""The states in which the deals of a random company wait, and their times without a sign."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence

from dashboard.engine.database import Database
from tests.measures import typed_tables

Rows = Sequence[Mapping[str, object]]


def make(database: Database, chance: random.Random, deals: Rows) -> None:
    """Write the facts about silence of these deals."""
    spans = [span for deal in deals for span in _spans(chance, deal)]
    typed_tables.load(database, "fct_deal_spans", spans)


def _spans(chance: random.Random, deal: Mapping[str, object]) -> Iterator[dict[str, object]]:
    """Talking and silent in turns, from day 0 until the clock of moves ended."""
    end = int(str(deal["days_to_move"]))
    changes = sorted({0, *(chance.randrange(max(end, 1)) for _ in range(chance.randrange(4)))})
    for place, start in enumerate(changes):
        yield {
            "opportunity_id": deal["opportunity_id"],
            "state": ("talking", "silent")[place % 2],
            "from_days": start,
            "until_days": changes[place + 1] if place + 1 < len(changes) else end,
            "is_last": place + 1 == len(changes),
            "end_kind": deal["move_kind"],
        }
