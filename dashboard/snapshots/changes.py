"""What changed between two snapshots, from what both of them keep."""

from __future__ import annotations

from dashboard.snapshots.archive import Snapshot
from dashboard.snapshots.change import (
    MOST_TOLD,
    PART_KINDS,
    Changes,
    DealChange,
    DefinitionChange,
    FigureChange,
    Line,
    Mover,
    Part,
    Restated,
    Usual,
)
from dashboard.snapshots.comparing import compared
from dashboard.snapshots.sides import side_of

__all__ = [
    "MOST_TOLD",
    "PART_KINDS",
    "Changes",
    "DealChange",
    "DefinitionChange",
    "FigureChange",
    "Line",
    "Mover",
    "Part",
    "Restated",
    "Usual",
    "compare",
]


def compare(before: Snapshot, after: Snapshot) -> Changes:
    """Return what changed from the older of two snapshots to the newer, from their folders alone.

    Two of one as-of time are taken in the order given.
    """
    if before.manifest.as_of > after.manifest.as_of:
        before, after = after, before
    return compared(side_of(before), side_of(after), after.manifest.currency)
