"""Where the people of a random company stand, and what they bought since."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from dashboard.engine.database import Database
from tests.measures import typed_tables

PARTS = (
    "deal_won",
    "deal_lost",
    "talked",
    "not_reached",
    "never_tried",
    "too_young",
    "rejected",
    "recycled",
    "not_passed",
)


def make(database: Database, persons: Sequence[Mapping[str, object]], seed: int) -> None:
    """Write the part of each of these people; few bought, and of some the money is not known."""
    chance = random.Random(seed)
    rows = []
    for person in persons:
        won = chance.choice((0, 0, 0, 1, 2))
        rows.append(
            {
                "record_id": person["person_id"],
                "source": person["source"],
                "dim_1": person["dim_1"],
                "part": chance.choice(PARTS),
                "won_deals": won,
                "won_amount": chance.choice((None, 0.0, 900.5, 1200.0)) if won else None,
                "start_month": person["created_month"],
            }
        )
    typed_tables.load(database, "fct_lead_parts", rows)
