"""Which months stand before and after a change: equally many, and all of them equally old.

The month of the change is a mixture and is left out, unless it happened on the first. A month is
taken only when its last record has been followed as long as its measure follows each; so the
records on both sides had the same time. A changed definition ends a side.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import words
from dashboard.followed.model import Changed, Window
from dashboard.measures.filters import add_months, month_end


@dataclass(frozen=True)
class Around:
    """What a measure allows: how long it follows each record, and where its records begin.

    `begins` is the first day with records, None where it is not known; `breaks` are the days on
    which its definition changed.
    """

    follow_days: int
    begins: dt.date | None
    breaks: Sequence[dt.date] = ()


@dataclass(frozen=True)
class Plan:
    """The two windows; without them, `reason` says why there is nothing to compare."""

    before: Window | None = None
    after: Window | None = None
    reason: str = ""
    status: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Reach:
    """How far a measure can be read around a change: months from `start` to `last`, then on.

    `last` is the last month before, `first` the first after; `end` is the last of those after, and
    `ripe` the last that is old enough whatever its definition.
    """

    start: dt.date
    last: dt.date
    first: dt.date
    end: dt.date
    ripe: dt.date

    @property
    def before(self) -> int:
        """Return how many months lie before; none is 0 or less."""
        return _months_between(self.start, self.last)

    @property
    def after(self) -> int:
        """Return how many months lie after; none is 0 or less."""
        return _months_between(self.first, self.end)


def plan(change: Changed, around: Around, months: int, as_of: dt.date) -> Plan:
    """Return the windows of at most so many months on either side of a change."""
    if change.day > as_of:
        return Plan(reason=f"Planned for {words.date(change.day)}.", status="too early")
    reach = _reach(change, around, as_of)
    between = [day for day in around.breaks if reach.last < day.replace(day=1) <= reach.first]
    if between:
        return Plan(reason=_counted_otherwise(between[0]), status="not comparable")
    if reach.after < 1:
        return _nothing_after(reach, around)
    if reach.before < 1:
        reason = f"No whole month before it is on record: {_begins(around, reach.start)}."
        return Plan(reason=reason, status="not comparable")
    count = min(months, reach.after, reach.before)
    return Plan(
        window_of(add_months(reach.last, 1 - count), reach.last),
        window_of(reach.first, add_months(reach.first, count - 1)),
        notes=(*_left_out(change), *_why_shorter(count, months, reach, around)),
    )


def _reach(change: Changed, around: Around, as_of: dt.date) -> _Reach:
    month = change.day.replace(day=1)
    first = add_months(month, 1) if change.day.day > 1 else month
    last = add_months(month, -1)
    ripe = _last_ripe(around.follow_days, as_of)
    earlier = [_first_whole(day) for day in around.breaks if day.replace(day=1) <= last]
    later = [_month_before(day) for day in around.breaks if day > first]
    start = max([_first_whole(around.begins), *earlier])
    return _Reach(start, last, first, min([ripe, *later]), ripe)


def _left_out(change: Changed) -> list[str]:
    if change.day.day == 1:
        return []
    return [f"{words.month(change.day)} is left out: it holds days of before and after."]


def year_before(window: Window) -> Window:
    """Return the same months a year earlier."""
    return window_of(add_months(window.start, -12), add_months(window.end, -12))


def first_month(around: Around, change: Changed, most: int) -> dt.date:
    """Return the first month of a series: where its records begin, or so many before the change."""
    month = change.day.replace(day=1)
    breaks = [day for day in around.breaks if day <= change.day]
    earliest = max([_first_whole(around.begins), *map(_first_whole, breaks)])
    return max(earliest, add_months(month, -most))


def last_month(around: Around, change: Changed, as_of: dt.date) -> dt.date:
    """Return the last month of a series: the last old enough, and none of another definition."""
    later = [_month_before(day) for day in around.breaks if day > change.day]
    return min([_last_ripe(around.follow_days, as_of), *later])


def window_of(start: dt.date, end: dt.date) -> Window:
    """Return the months from one to another, both by their first day."""
    if start == end:
        return Window(start, end, words.month(start))
    first = f"{start:%b}" if start.year == end.year else words.month(start)
    return Window(start, end, f"{first} to {words.month(end)}")


def _last_ripe(follow_days: int, as_of: dt.date) -> dt.date:
    """Return the last month each of whose records has been followed so many days."""
    last_day = as_of - dt.timedelta(days=follow_days)
    month = last_day.replace(day=1)
    return month if month_end(month) <= last_day else add_months(month, -1)


def _first_whole(day: dt.date | None) -> dt.date:
    """Return the first whole month from a day on."""
    if day is None:
        return dt.date(1, 1, 1)
    return day if day.day == 1 else add_months(day.replace(day=1), 1)


def _month_before(day: dt.date) -> dt.date:
    return add_months(day.replace(day=1), -1)


def _months_between(first: dt.date, last: dt.date) -> int:
    """Return how many months lie from the first to the last, both counted; none is 0 or less."""
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _nothing_after(reach: _Reach, around: Around) -> Plan:
    if reach.end < reach.ripe:
        day = min(day for day in around.breaks if _month_before(day) == reach.end)
        return Plan(reason=_counted_otherwise(day), status="not comparable")
    days = around.follow_days
    told_on = month_end(reach.first) + dt.timedelta(days=days + 1)
    followed = f" and each is followed for {words.days(days)}" if days else ""
    return Plan(
        reason=(
            f"Too early: the first whole month after it is {words.month(reach.first)}{followed}, "
            f"so it can be told from {words.date(told_on)} on."
        ),
        status="too early",
    )


def _why_shorter(count: int, asked: int, reach: _Reach, around: Around) -> list[str]:
    """Say what keeps the two sides from being as long as asked."""
    if count == asked:
        return []
    sides = f"Told from {words.counted(count, 'months')} on either side"
    if reach.before == count and reach.before < reach.after:
        return [f"{sides}: {_begins(around, reach.start)}."]
    if reach.end < reach.ripe:
        day = min(day for day in around.breaks if _month_before(day) == reach.end)
        return [f"{sides}: it is counted otherwise since {words.date(day)}."]
    if not around.follow_days:
        return [f"{sides}: later months are not over yet."]
    days = words.days(around.follow_days)
    return [f"{sides}: later months are too young, for each is followed for {days}."]


def _begins(around: Around, start: dt.date) -> str:
    later = [day for day in around.breaks if _first_whole(day) == start]
    if later:
        return f"it is counted otherwise since {words.date(max(later))}"
    return f"our data begin on {words.date(around.begins)}"


def _counted_otherwise(day: dt.date) -> str:
    return f"It is counted otherwise since {words.date(day)}: before and after are not the same."
