"""The moments at which reports are due: pure functions of times, a zone and a given moment.

Each day has one moment for a time of day, also where clocks change. A time that a day skips is as
long after its midnight as ever (02:30 is 03:30 then); of one that comes twice, the first is meant.
All moments are aware and in UTC.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from dashboard.config.times import Due

_DAY = dt.timedelta(days=1)
# The rarest time is a day of the month: at most 31 days apart, and a zone may shift it by one.
_FARTHEST = 34


def moment_of(due: Due, day: dt.date, zone: ZoneInfo) -> dt.datetime:
    """Return when a time of day is on this day."""
    return dt.datetime.combine(day, due.time, zone).astimezone(dt.UTC)


def next_due(times: Sequence[Due], zone: ZoneInfo, after: dt.datetime) -> dt.datetime | None:
    """Return the first moment later than this one; None where there are no times."""
    found = (next(m for m in _moments(due, zone, after, _DAY) if m > after) for due in times)
    return min(found, default=None)


def last_due(times: Sequence[Due], zone: ZoneInfo, until: dt.datetime) -> dt.datetime | None:
    """Return the last moment that is not later than this one; None where there are no times."""
    found = (next(m for m in _moments(due, zone, until, -_DAY) if m <= until) for due in times)
    return max(found, default=None)


def _moments(
    due: Due, zone: ZoneInfo, moment: dt.datetime, step: dt.timedelta
) -> Iterator[dt.datetime]:
    """Yield the moments of a time, day by day from the other side of a moment on."""
    first = moment.astimezone(zone).date() - step
    days = (first + number * step for number in range(_FARTHEST))
    return (moment_of(due, day, zone) for day in days if due.is_on(day))
