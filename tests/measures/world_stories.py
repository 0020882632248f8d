"""By which channels the random company's deals came."""

from __future__ import annotations

import random
from collections.abc import Sequence

from dashboard.engine.database import Database
from tests.measures import typed_tables

_CHANNELS = ("web", "event", "call", "meeting")


def make(database: Database, deals: Sequence[str], seed: int) -> None:
    """Write one row per deal of which any channel is recorded."""
    chance = random.Random(seed)
    rows = []
    for opportunity_id in deals:
        path = chance.sample(_CHANNELS, chance.choice((1, 2, 3)))
        story = " > ".join([*path, *path[:1]] if chance.random() < 0.2 else path)
        if chance.random() < 0.9:
            told = {
                "opportunity_id": opportunity_id,
                "has_several_channels": len(path) > 1,
                "story": story,
            }
            rows.append(told)
    typed_tables.load(database, "fct_deal_stories", rows)
