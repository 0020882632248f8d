"""Which of the random company's deals are alike, and how each had ended by a fixed age."""

from __future__ import annotations

import random
from collections.abc import Sequence

from dashboard.engine.database import Database
from tests.measures import typed_tables


def make(database: Database, deals: Sequence[str], seed: int) -> None:
    """Write one row per deal; a few are too young for an outcome."""
    chance = random.Random(seed)
    typed_tables.load(
        database, "fct_deal_strata", [_stratum(chance, opportunity_id) for opportunity_id in deals]
    )


def _stratum(chance: random.Random, opportunity_id: str) -> dict[str, object]:
    parts = chance.choice(("SMB", "Mid")), chance.choice(("under 10k", "10k to 50k"))
    return {
        "opportunity_id": opportunity_id,
        "age_days": chance.randrange(400),
        "stratum": " | ".join(parts),
        "is_won_by_horizon": chance.choice((True, False, None)),
        "is_moved_by_day_30": chance.choice((True, False, None)),
        "is_silent_by_day_21": chance.choice((True, False, None)),
    }
