"""What changed on a day: the marks on every axis of calendar time, and where they break a line.

A curve by days since a deal's creation has no calendar axis: its first day is another date for
each deal, so nothing is marked there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.measures.filters import month_end
from dashboard.measures.time_marks import TimeMark, breaks_between, time_marks
from dashboard.web.sheet import Sheet

__all__ = ["Flag", "TimeMark", "breaks_between", "flags_of", "marks_of"]


@dataclass(frozen=True)
class Flag:
    """One numbered flag on an axis: where it stands there, and what changed then.

    Changes of one month share a flag: beside each other they would cover each other.
    """

    number: int
    marks: Sequence[TimeMark]

    @property
    def month(self) -> dt.date:
        """Return the first day of the month it stands in."""
        return self.marks[0].month

    @property
    def share(self) -> float:
        """Return how far into its month it stands, 0 to 1."""
        return (self.marks[0].day.day - 1) / month_end(self.month).day

    @property
    def breaks(self) -> bool:
        """Say whether one of its changes breaks the line."""
        return any(each.breaks for each in self.marks)


def marks_of(sheet: Sheet) -> list[TimeMark]:
    """Return all changes up to the last day of the data, the earliest first."""
    known = [
        mark for mark in time_marks(sheet.config, sheet.decided) if mark.day <= sheet.as_of_day
    ]
    return sorted(known, key=lambda mark: (mark.day, mark.label))


def flags_of(sheet: Sheet, measure_id: str, months: Sequence[dt.date]) -> list[Flag]:
    """Return the flags of a measure on an axis of months, numbered from the left."""
    if not months:
        return []
    first, last = months[0], month_end(months[-1])
    by_month: dict[dt.date, list[TimeMark]] = {}
    for mark in marks_of(sheet):
        # On its first day an axis begins: everything on it lies after the change.
        if mark.concerns(measure_id) and first < mark.day <= last:
            by_month.setdefault(mark.month, []).append(mark)
    return [Flag(at, marks) for at, marks in enumerate(by_month.values(), start=1)]
