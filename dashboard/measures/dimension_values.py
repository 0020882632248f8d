"""Which values of a dimension there are, for who typed one that there is not."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

from dashboard import paths
from dashboard.engine.database import Database
from dashboard.errors import ConfigError
from dashboard.measures.access import limited
from dashboard.measures.filters import Dimension, Filters

# So many values are named; the nearest come first.
MOST_NAMED = 12


def values_of(database: Database, dimensions: Sequence[Dimension]) -> dict[str, list[str]]:
    """Return the values of each dimension that any deal or person has."""
    names = {each.slot: each.name for each in dimensions}
    found: dict[str, list[str]] = {name: [] for name in names.values()}
    for slot, value in database.query(paths.query_text("inventory", "dimension_values")).rows():
        if slot in names:
            found[names[slot]].append(str(value))
    return found


def check_asked(
    database: Database,
    dimensions: Sequence[Dimension],
    where: Mapping[str, tuple[str, ...]],
    limits: Mapping[str, list[str]],
) -> None:
    """Refuse values that no record has, and name those that a workspace's limits let be shown."""
    asked = [each for each in dimensions if each.name in where]
    if not asked:
        return
    found = values_of(database, asked)
    everything = Filters(where={name: tuple(values) for name, values in found.items()})
    known = {name: values for name, values in limits.items() if name in found}
    check_values(where, limited(everything, None, known).where)


def check_values(asked: Mapping[str, Sequence[str]], known: Mapping[str, Sequence[str]]) -> None:
    """Refuse values of known dimensions that no record has; ConfigError names those there are."""
    faults = [
        _no_such(name, value, known[name])
        for name, values in asked.items()
        for value in values
        if name in known and value not in known[name]
    ]
    if faults:
        raise ConfigError(*faults)


def _no_such(name: str, value: str, known: Sequence[str]) -> str:
    near = nearest(value, known)
    more = len(known) - len(near)
    also = f" and {more:,} more" if more else ""
    listing = f"{', '.join(near)}{also}" if near else "none"
    return f"No record has {name} {value!r}. Known, the nearest first: {listing}."


def nearest(value: str, known: Sequence[str]) -> list[str]:
    """Return the known values most like this one, the nearest first; capitals are no matter."""

    def distance(each: str) -> tuple[float, str]:
        return -difflib.SequenceMatcher(None, value.lower(), each.lower()).ratio(), each

    return sorted(known, key=distance)[:MOST_NAMED]
