"""The latest time in a column, per source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from dashboard.engine.database import Database, quote


def latest_per_source(
    database: Database, table: str, column: str, condition: str, excluded: Sequence[str]
) -> dict[str, dt.datetime]:
    """Return each source's latest time under a fixed condition, sources without one left out."""
    found = database.query(
        f"select source_name, max({quote(column)})::timestamp as latest from {quote(table)} "
        f"where {condition} and not list_contains($excluded::varchar[], source_name) "
        f"and {quote(column)} is not null group by source_name",
        {"excluded": list(excluded)},
    )
    return dict(zip(found["source_name"], found["latest"], strict=True))
