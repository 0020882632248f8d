"""The gates after the line that a random company's people came to, for the ledger of the gates."""

from __future__ import annotations

import random

from dashboard.engine.database import Database
from tests.measures import typed_tables

_GATES = ("accepted", "proposal")


def make(database: Database, seed: int) -> None:
    """Write on which day each later gate let each person with a score through."""
    chance = random.Random(seed)
    rows = []
    scored = database.query("select person_id, worked_days from fct_gate_leads order by person_id")
    for person, worked in scored.rows():
        later = None if worked is None else chance.choice((None, worked, worked + 10, worked + 200))
        for place, (gate, days) in enumerate(zip(_GATES, (worked, later), strict=True), 1):
            rows.append({"person_id": person, "gate": gate, "place": place, "passed_days": days})
    typed_tables.load(database, "fct_gate_stops", rows)
