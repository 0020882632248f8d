"""What changed on a day, as the company wrote it down; a changed definition parts two periods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.config import Config, Mark
from dashboard.measures.filters import Filters, month_end

# The kind that changes what is counted.
DEFINITION = "definition"


@dataclass(frozen=True)
class TimeMark:
    """Something that changed on a day; `measures` are those it concerns, all where none is named.

    `label` names the gate too, where one was changed.
    """

    day: dt.date
    label: str
    kind: str
    measures: tuple[str, ...] = ()

    @property
    def breaks(self) -> bool:
        """Say whether numbers before and after it are counted by different definitions."""
        return self.kind == DEFINITION

    @property
    def month(self) -> dt.date:
        """Return the first day of its month."""
        return self.day.replace(day=1)

    @property
    def splits_month(self) -> bool:
        """Say whether its month holds days of before and after: its number is a mixture."""
        return self.day.day > 1

    def concerns(self, measure_id: str | None) -> bool:
        """Say whether it concerns a measure; without a name, whether it concerns them all."""
        return not self.measures or measure_id in self.measures


def time_marks(config: Config, decided: Iterable[Mark] = ()) -> list[TimeMark]:
    """Return what the config marks, and what a meeting decided, in no order."""
    labels = {gate.name: gate.label or gate.name for gate in config.gates}
    return [
        TimeMark(
            mark.date,
            f"{mark.label} ({labels.get(mark.gate, mark.gate)})" if mark.gate else mark.label,
            mark.kind,
            mark.measures,
        )
        for mark in (*config.marks, *decided)
    ]


def breaks_between(
    config: Config,
    one: Filters,
    other: Filters,
    measure_id: str | None = None,
    decided: Iterable[Mark] = (),
    as_of: dt.date | None = None,
) -> list[TimeMark]:
    """Return the changed definitions that lie between or inside two periods.

    Numbers of the two are then counted by different definitions. A period without a first month
    reaches back over every change; one without a last month goes on to the last. What is planned
    for a day after `as_of` has changed nothing yet.
    """
    starts = [each.start for each in (one, other)]
    ends = [_last_day(each) for each in (one, other)]
    first = None if None in starts else min(each for each in starts if each)
    last = None if None in ends else max(each for each in ends if each)
    return [
        mark
        for mark in time_marks(config, decided)
        if mark.breaks
        and mark.concerns(measure_id)
        and (first is None or mark.day > first)
        and (last is None or mark.day <= last)
        and (as_of is None or mark.day <= as_of)
    ]


def _last_day(filters: Filters) -> dt.date | None:
    if filters.until is not None:
        return filters.until
    return month_end(filters.end) if filters.end else None
