"""The ways in which the deals of a random company came."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from dashboard.engine.database import Database
from tests.measures import typed_tables

_WAYS = ("deal", "lead > deal", "lead > Score > deal", "lead > Score > Accepted > deal")


def make(database: Database, deals: Sequence[Mapping[str, object]], seed: int) -> None:
    """Write the ways of these deals: a few that many came, and many that few came."""
    chance = random.Random(seed)
    ways = [
        {
            "opportunity_id": deal["opportunity_id"],
            "variant": chance.choice((*_WAYS, f"way {chance.randrange(20)} > deal")),
        }
        for deal in deals
    ]
    typed_tables.load(database, "fct_deal_variants", ways)
