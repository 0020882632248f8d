"""What changed on a day, as numbered flags on every axis of calendar time, and in words.

A curve by days since a deal's creation has no calendar axis: its first day is another date for
each deal, so nothing is marked there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard import words
from dashboard.measures.filters import month_end
from dashboard.measures.time_marks import TimeMark, time_marks
from dashboard.present.answers import Answers
from dashboard.present.figures import Line, Point
from dashboard.present.series import Place


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


def marks_of(told: Answers) -> list[TimeMark]:
    """Return all changes up to the last day of the data, the earliest first."""
    known = [mark for mark in time_marks(told.config, told.decided) if mark.day <= told.as_of_day]
    return sorted(known, key=lambda mark: (mark.day, mark.label))


def flags_of(told: Answers, measure_id: str, months: Sequence[dt.date]) -> list[Flag]:
    """Return the flags of a measure on an axis of months, numbered from the left."""
    if not months:
        return []
    first, last = months[0], month_end(months[-1])
    by_month: dict[dt.date, list[TimeMark]] = {}
    for mark in marks_of(told):
        # On its first day an axis begins: everything on it lies after the change.
        if mark.concerns(measure_id) and first < mark.day <= last:
            by_month.setdefault(mark.month, []).append(mark)
    return [Flag(at, marks) for at, marks in enumerate(by_month.values(), start=1)]


def said(flag: Flag) -> str:
    """Say in whole sentences what changed, on which day, and what it does to the numbers."""
    count = len(flag.marks)
    head = [f"{count} changes in {words.month(flag.month)}."] if count > 1 else []
    told = [f"{words.date(mark.day)}: {_label(mark)}" for mark in flag.marks]
    return " ".join([*head, *told, *_breaking(flag)])


def _breaking(flag: Flag) -> list[str]:
    """Say what a changed definition does to the numbers beside it."""
    days = [mark for mark in flag.marks if mark.breaks]
    if not days:
        return []
    told = words.listed([words.date(mark.day) for mark in days])
    said = f"Numbers before and after {told} are not counted alike."
    mixed = any(mark.splits_month for mark in days)
    return [said, *([f"{words.month(flag.month)} holds days of both."] if mixed else [])]


def _label(mark: TimeMark) -> str:
    """Return a label as a sentence: one that asks keeps its own mark."""
    label = mark.label.rstrip(".")
    if mark.breaks:
        return f"{label}, a changed definition."
    return label if label.endswith(("?", "!", "…")) else f"{label}."


def gaps(changed: Sequence[Flag], months: Mapping[Place, float]) -> list[float]:
    """Return where a line is not drawn through: beside a changed definition.

    A month that holds days of before and after belongs to neither side.
    """
    found = []
    for flag in changed:
        breaking = [mark for mark in flag.marks if mark.breaks]
        if breaking:
            found.append(months[flag.month] - 0.5)
        if any(mark.splits_month for mark in breaking):
            found.append(months[flag.month] + 0.5)
    return found


def parted(line: Line, at: Sequence[float]) -> Line:
    """Return a line with a gap at each of these places between its points."""
    points = line.points
    ends = (points[0].x, points[-1].x)
    empty = [Point(place, None) for place in at if ends[0] < place < ends[1]]
    return replace(line, points=sorted([*points, *empty], key=lambda point: point.x))
