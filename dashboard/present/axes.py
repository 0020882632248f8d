"""The axes of figures: which days, months and values are written along them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from dashboard import words
from dashboard.present import figures, series
from dashboard.present.figures import Axis, Line
from dashboard.present.series import Place

# An axis of values ends this much above the highest number, so that its text has room.
_AIR = 1.08
# What the numbers of an axis are, written above it.
UNITS = {
    "share": "in 100",
    "points": "more or fewer in 100",
    "days": "days",
    "rate": "in 30 days",
    "index": "of 100",
}
# Days asked one by one are few; of more than this some are written.
MOST_ASKED = 6
# So many numbers have room side by side under the narrowest figure.
_MOST_ABREAST = 14
# So many months are named under the figure, and fit on a phone.
MOST_NAMED = 5


def values_axis(lines: Sequence[Line], unit: str, currency: str) -> Axis:
    """Return the axis of values, from zero unless a number is below it, with round ticks."""
    ends = [
        end
        for line in lines
        for point in line.drawn
        for end in (point.value, point.low, point.high, point.bound_high)
        if end is not None
    ]
    high, low = max(ends, default=1.0), min(0.0, *ends, 0.0)
    scale = 100.0 if unit in ("share", "points") else 1.0
    ticks = [tick / scale for tick in figures.nice_ticks(max(high, -low) * scale)]
    below = [-tick for tick in ticks[1:] if -tick >= low * _AIR] if low < 0 else []
    shown = [*reversed(below), *(tick for tick in ticks if tick <= high * _AIR or tick == 0)]
    if unit == "share":
        shown = [tick for tick in shown if tick <= 1]
    top = max(shown)
    named = [(tick, series.short(tick, unit, currency)) for tick in shown]
    return Axis(min(low * _AIR, shown[0]), max(high * _AIR, top) or 1.0, named)


def days_axis(key: str, days: Sequence[float]) -> Axis:
    """Return the axis of days, from day 0, with those asked written below it, or a few of many."""
    named = sorted({min(0.0, *days), *_ticks(list(days))})
    return Axis(named[0], max(days), [(day, _tick(key, day, named[0])) for day in named])


def months_axis(months: Sequence[Place]) -> Axis:
    """Return the axis of months, each a place by its order, some of them named."""
    named = _named(list(months))
    places = {month: float(at) for at, month in enumerate(months)}
    ticks = [(places[month], text) for month, text in zip(named, _months(named), strict=True)]
    return Axis(-0.5, len(months) - 0.5, ticks)


def month_name(month: Place) -> str:
    """Write one place along a trend: Oct 2026."""
    return words.month(month) if isinstance(month, dt.date) else f"{month:g}"


def _ticks(days: list[float]) -> list[float]:
    """Return the days written under the figure: those asked, or a few of many."""
    if len(days) <= MOST_ASKED:
        return _apart(days)
    step = (len(days) - 1) / (MOST_ASKED - 1)
    return _apart([days[round(at * step)] for at in range(MOST_ASKED)])


def _apart(days: list[float]) -> list[float]:
    """Leave out days so near to another that their numbers would lie over each other."""
    least = (days[-1] - days[0]) / _MOST_ABREAST
    kept = days[:1]
    for day in days[1:]:
        if day - kept[-1] >= least:
            kept.append(day)
    return kept


def _tick(key: str, day: float, first: float) -> str:
    return series.where(day, key) if day == first else f"{day:g}"


def _named(months: list[Place]) -> list[Place]:
    """Return the months written under the figure: the first, the last, and some between."""
    if len(months) <= MOST_NAMED:
        return months
    step = (len(months) - 1) / (MOST_NAMED - 1)
    return [months[round(at * step)] for at in range(MOST_NAMED)]


def _months(months: list[Place]) -> list[str]:
    """Write the months under the figure, the year where it changes."""
    years = [month.year if isinstance(month, dt.date) else None for month in months]
    return [
        (f"{month:%b}" + (f"\n{year}" if at == 0 or years[at - 1] != year else ""))
        if isinstance(month, dt.date)
        else f"{month:g}"
        for at, (month, year) in enumerate(zip(months, years, strict=True))
    ]
