"""Months of few records as stacks of counts: what is chosen, what we can't tell, and the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.measures.result import FEW, Result, Row
from dashboard.present import series
from dashboard.present.series import MAIN

CANNOT_TELL, _DEALS = "unlinked", "deals"
_HALVES = ("deals_earlier", "deals_later")
# What all others are, by each count of those from outside.
OTHERS = {"ours": "through our gate, in full or in part", "wide": "through every gate"}


@dataclass(frozen=True)
class Month:
    """One column: its rows by the chosen count and of those that cannot be told."""

    first: dt.date
    chosen: Row | None = None
    unknown: Row | None = None

    @property
    def whole(self) -> int:
        """Return how many deals the month holds."""
        return (self.chosen.n or 0) if self.chosen else 0

    @property
    def part(self) -> int:
        """Return how many of them the chosen count counts."""
        return (self.chosen.events or 0) if self.chosen else 0

    @property
    def untold(self) -> int:
        """Return how many of them cannot be told."""
        return (self.unknown.events or 0) if self.unknown else 0


def are_few(months: Sequence[Month]) -> bool:
    """Say whether most months hold too few records for shares."""
    full = [month for month in months if month.whole]
    return bool(full) and 2 * sum(month.whole >= FEW for month in full) <= len(full)


def component_of(result: Result, whole: Result) -> str | None:
    """Return the count that is drawn, where an answer has one and says what cannot be told."""
    told = {str(row.keys.get("component")) for row in whole.rows}
    if CANNOT_TELL not in told or result.measure.unit != "share":
        return None
    found = dict.fromkeys(str(row.keys.get("component")) for row in result.rows)
    known = [each for each in found if each != CANNOT_TELL]
    return MAIN if MAIN in known else next(iter(known), None)


def months_of(result: Result, along: str, component: str) -> list[Month]:
    """Return the months of an answer by one count, those without a record too."""
    rows: dict[tuple[object, dt.date], Row] = {}
    for row in result.rows:
        if row.keys.get("statistic", _DEALS) == _DEALS and row.keys[along] is not None:
            place = series.place_of(row.keys[along])
            if isinstance(place, dt.date):
                rows[row.keys["component"], place] = row
    panel = series.Panel(
        "", "", [series.Series({}, {place: row for (_, place), row in rows.items()})]
    )
    return [
        Month(place, rows.get((component, place)), rows.get((CANNOT_TELL, place)))
        for place in panel.places
        if isinstance(place, dt.date)
    ]
