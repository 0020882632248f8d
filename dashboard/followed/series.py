"""A measure month by month around a change, and the limits of the months before it alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard import words
from dashboard.estimators.individuals_chart import LEAST_POINTS, REACH, Limits, judged, limits
from dashboard.estimators.intervals import ROUNDING
from dashboard.followed.asking import MOST_BEFORE, Asking
from dashboard.followed.model import Changed, Point, Series, Window
from dashboard.followed.watched import Watched, row_of
from dashboard.followed.windows import Around, first_month, last_month, window_of
from dashboard.followed.wording import value_in
from dashboard.measures.registry import Unit
from dashboard.measures.result import FEWEST, Result, Row

_LEAST_STEP: Mapping[Unit, float] = {"days": 1.0}
_ABOVE_ZERO = ("share", "count", "money", "days", "hours", "rate", "each")


@dataclass(frozen=True)
class Asked:
    """What a series is of: a row of a measure around a change, in a unit."""

    change: Changed
    watched: Watched
    around: Around
    unit: Unit
    currency: str


def window_of_series(asked: Asked, as_of: dt.date) -> Window | None:
    """Return the months of a series; None where they would end before they begin."""
    first = first_month(asked.around, asked.change, MOST_BEFORE)
    last = last_month(asked.around, asked.change, as_of)
    return window_of(first, last) if first <= last else None


def series_of(asking: Asking, asked: Asked, as_of: dt.date) -> Series | None:
    """Return the months of a measure with their usual range; None where it has no months."""
    window = window_of_series(asked, as_of)
    if window is None:
        return None
    by_month = monthly(asking, asked.watched, window)
    if not by_month:
        return None
    month = asked.change.day.replace(day=1)
    splits = asked.change.day.day > 1
    points = [_point(each, row, asked) for each, row in by_month]
    before = [each for each in points if each.month < month]
    # The month of the change is a mixture and is judged by neither side.
    after = [each for each in points if each.month > month or (each.month == month and not splits)]
    known = limits_of(before, asked.unit)
    judged_points = _judged(points, after, known) if known else points
    return Series(
        tuple(judged_points),
        known.mean if known else None,
        _floor(known.low, asked.unit) if known else None,
        known.high if known else None,
        _said(known, before, _those(judged_points, after), asked),
    )


def monthly(
    asking: Asking, watched: Watched, window: Window, part: str = ""
) -> list[tuple[dt.date, Row]]:
    """Return a row of a measure for each month of a window; nothing where it has no months."""
    result = asking.by_month(watched.measure_id, part)
    found = [(month, row_of(each, watched)) for month, each in _by_month(result)]
    return [
        (month, row)
        for month, row in found
        if row is not None and window.start <= month <= window.end
    ]


def _by_month(result: Result) -> Iterable[tuple[dt.date, Result]]:
    """Return an answer for each of its months, as if that alone had been asked."""
    months: dict[dt.date, list[Row]] = {}
    for row in result.rows:
        month = row.keys.get("period")
        if isinstance(month, dt.date):
            keys = {name: value for name, value in row.keys.items() if name != "period"}
            months.setdefault(month, []).append(replace(row, keys=keys))
    return [(month, replace(result, rows=months[month])) for month in sorted(months)]


def _point(month: dt.date, row: Row, asked: Asked) -> Point:
    is_count = asked.unit in ("count", "money", "hours")
    told = row.value if is_count or (row.n or 0) >= FEWEST else None
    low, high = (row.low, row.high) if told is not None else (None, None)
    return Point(month, told, low, high, row.n, month >= asked.change.day.replace(day=1))


def _those(points: Sequence[Point], months: Sequence[Point]) -> list[Point]:
    wanted = {each.month for each in months}
    return [each for each in points if each.month in wanted]


def _values(points: Sequence[Point]) -> list[float]:
    return [each.value for each in points if each.value is not None]


def limits_of(before: Sequence[Point], unit: Unit) -> Limits | None:
    """Return the limits of the months before; None where there are fewer than twelve.

    Middles of whole days may stand still for a year and then move by one: neighbours are taken to
    differ by a day at least, else that day would stand out.
    """
    values = _values(before)
    known = limits(values) if len(values) >= LEAST_POINTS else None
    least = _LEAST_STEP.get(unit, ROUNDING)
    if known is None or known.moving_range >= least:
        return known
    reach = REACH * least
    return replace(known, low=known.mean - reach, high=known.mean + reach, moving_range=least)


def _judged(points: Sequence[Point], after: Sequence[Point], known: Limits) -> list[Point]:
    """Mark the months after that lie outside, or end a run of eight on one side."""
    signals = set()
    for at, point in enumerate(after):
        if point.value is not None:
            signals |= {point.month} if judged(known, _values(after[: at + 1])).is_signal else set()
    return [replace(each, is_signal=each.month in signals) for each in points]


def _floor(low: float, unit: Unit) -> float:
    return max(0.0, low) if unit in _ABOVE_ZERO else low


def _said(
    known: Limits | None, before: Sequence[Point], after: Sequence[Point], asked: Asked
) -> str:
    if known is None:
        there_are = words.counted(len(_values(before)), "months")
        return f"No usual range: it needs {LEAST_POINTS} months before, and there are {there_are}."
    low = value_in(_floor(known.low, asked.unit), asked.unit, asked.currency, bare=True)
    high = value_in(known.high, asked.unit, asked.currency)
    usual = f"A month before usually lay between {low} and {high}"
    told = _values(after)
    signals = [words.month(each.month) for each in after if each.is_signal]
    if not told:
        return f"{usual}; no month after can be told yet."
    of = words.counted(len(told), "months")
    if len(told) == 1:
        return f"{usual}; the month after {'stands out' if signals else 'does not stand out'}."
    if not signals:
        return f"{usual}; of the {of} after none stands out."
    return f"{usual}; of the {of} after {words.listed(signals)} stand out, by luck 1 in 60 does."
