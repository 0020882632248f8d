"""The ways in which the deals of a random company came, how their gates were ticked,
and what they became.
"""

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
    stamps = [
        {
            "opportunity_id": deal["opportunity_id"],
            "gates_stamped": chance.randrange(1, 4),
            "is_stamped_in_one_minute": chance.random() < 0.4,
            "is_stamped_at_creation": chance.choice((True, False, None)),
        }
        for deal in deals
        if chance.random() < 0.7
    ]
    typed_tables.load(database, "fct_deal_stamps", stamps)
    types = [
        {"opportunity_id": deal["opportunity_id"], "type_changes": chance.choice((0, 0, 1, 2))}
        for deal in deals
        if chance.random() < 0.6
    ]
    typed_tables.load(database, "fct_deal_types", types)
