"""What changed between two snapshots, from what both of them keep."""

from __future__ import annotations

from dashboard.snapshots.change import (
    MOST_TOLD,
    Changes,
    DealChange,
    DefinitionChange,
    FigureChange,
    Line,
    Part,
    Restated,
    Usual,
)

__all__ = [
    "MOST_TOLD",
    "Changes",
    "DealChange",
    "DefinitionChange",
    "FigureChange",
    "Line",
    "Part",
    "Restated",
    "Usual",
]
