"""What an answer is compared with: another period, or another value of a dimension.

The other side is a set of filters like any other, so the access rule and every definition hold for
it too. A period that is still running is compared with as much of the earlier one, to the same day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from dashboard import words
from dashboard.errors import ConfigError, unknown_name
from dashboard.measures.filters import (
    Dimension,
    Filters,
    add_months,
    month_end,
    parse_month,
    same_day,
)

YEAR, PERIOD = "year_before", "period_before"
# Periods to compare with that have a name, and what they are called.
NAMES: Mapping[str, str] = {YEAR: "the year before", PERIOD: "the period before"}
MONTHS = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2]))\.\.(\d{4}-(?:0[1-9]|1[0-2]))")


@dataclass(frozen=True)
class Against:
    """The other side of a comparison: its filters, and what the two sides have in common.

    `label` names the other side and `here` this one; `filters` are None where there is no other
    side, and `reason` says why. `shift_months` leads from a month here to the month it is set
    beside. A count can be compared where both sides are as long (`is_as_long`) and neither is a
    part of the other (`is_part`). `first_days` is where our data begin, by the clock of a measure;
    what closes in a period began up to `horizon_days` before it, and what came before a record is
    looked for up to `lookback_days` back.
    """

    asked: str
    label: str
    here: str = ""
    filters: Filters | None = None
    reason: str = ""
    is_period: bool = True
    shift_months: int = 0
    is_as_long: bool = True
    is_part: bool = False
    first_days: Mapping[str, dt.date] = field(default_factory=dict)
    horizon_days: int = 0
    lookback_days: int = 0

    @property
    def here_word(self) -> str:
        """Return what stands after a difference: 4 more now; nothing between two groups."""
        return self.here if self.is_period else ""

    def to_json(self) -> dict[str, object]:
        """Return what was compared with, in the words of the command line."""
        return {
            "asked": self.asked,
            "words": self.label,
            "filters": self.filters.to_json() if self.filters else None,
            "reason": self.reason,
        }


def parse(text: str, filters: Filters, dimensions: Sequence[Dimension], as_of: dt.date) -> Against:
    """Return what an answer for these filters is to be compared with; ConfigError if unknown.

    Known are year_before and period_before, two months (2025-01..2025-06), and a dimension with
    one of its values (segment:SMB).
    """
    name = text.strip().replace("-", "_")
    if name in NAMES:
        return _named(name, filters, as_of)
    months = MONTHS.fullmatch(text.strip())
    if months is not None:
        return _of_months(text.strip(), filters, (months[1], months[2]), as_of)
    dimension, colon, value = text.strip().partition(":")
    if not colon or not value:
        raise ConfigError(
            f"{text!r} is nothing to compare with. Write year-before, period-before, two months "
            "like 2025-01..2025-06, or a dimension and a value like segment:SMB."
        )
    return _of_value(dimension, value, filters, dimensions)


def _named(name: str, filters: Filters, as_of: dt.date) -> Against:
    """Move the period back by a year, or by its own length."""
    label = NAMES[name]
    if filters.start is None:
        whole = "All our data" if filters.end is None else "A period without a first month"
        return Against(name, label, reason=f"{whole} has no {label.removeprefix('the ')}.")
    this_month = as_of.replace(day=1)
    end = min(filters.end or this_month, this_month)
    if filters.start > end:
        return Against(name, label, reason="The period has not begun.")
    back = 12 if name == YEAR else _months_between(filters.start, end) + 1
    return _shifted(
        name, label, filters, (add_months(filters.start, -back), add_months(end, -back)), as_of
    )


def _of_months(text: str, filters: Filters, asked: tuple[str, str], as_of: dt.date) -> Against:
    start, end = map(parse_month, asked)
    if start > end:
        raise ConfigError(f"{text!r} ends before it starts. Swap the two months.")
    return _shifted(text, _months_label(start, end), filters, (start, end), as_of)


def _shifted(
    asked: str,
    label: str,
    filters: Filters,
    months: tuple[dt.date, dt.date],
    as_of: dt.date,
) -> Against:
    """Set a period beside another one, cut off at the same day where ours is still running."""
    this_month = as_of.replace(day=1)
    start, end = filters.start, min(filters.end or this_month, this_month)
    as_many = start is not None and _months_between(start, end) == _months_between(*months)
    is_month_over = as_of == month_end(this_month)
    runs, other_runs = (each >= this_month and not is_month_over for each in (end, months[1]))
    until = None
    if as_many and runs and not other_runs:
        until = same_day(as_of, _months_between(end, months[1]))
    ends_alike = until is not None or (runs == other_runs and (not runs or end == months[1]))
    return Against(
        asked,
        label,
        here="now" if start is None or months[0] < start else "",
        filters=replace(filters, start=months[0], end=months[1], until=until),
        shift_months=_months_between(start or months[0], months[0]),
        is_as_long=as_many and ends_alike,
    )


def _of_value(name: str, value: str, filters: Filters, dimensions: Sequence[Dimension]) -> Against:
    labels = {each.name: each.label.lower() for each in dimensions}
    if name not in labels:
        raise unknown_name("dimension", name, list(labels))
    ours = filters.where.get(name, ())
    label = f"{labels[name]} {value}"
    here = f"{labels[name]} {words.listed(ours, 'or')}" if ours else f"any {labels[name]}"
    is_same = tuple(ours) == (value,)
    return Against(
        f"{name}:{value}",
        label,
        here=here,
        filters=replace(filters, where={**filters.where, name: (value,)}),
        is_period=False,
        is_part=not is_same and (not ours or value in ours),
    )


def label_of(asked: str, labels: Mapping[str, str]) -> str:
    """Return what is compared with in words: the year before, Jan to Jun 2025, segment SMB.

    `labels` are the dimensions as they are called on screen.
    """
    if asked in NAMES:
        return NAMES[asked]
    months = MONTHS.fullmatch(asked)
    if months is not None:
        return _months_label(parse_month(months[1]), parse_month(months[2]))
    name, _, value = asked.partition(":")
    return f"{labels.get(name, name).lower()} {value}"


def _months_label(start: dt.date, end: dt.date) -> str:
    if start == end:
        return words.month(start)
    first = f"{start:%b}" if start.year == end.year else words.month(start)
    return f"{first} to {words.month(end)}"


def _months_between(first: dt.date, last: dt.date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month
