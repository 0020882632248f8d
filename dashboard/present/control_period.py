"""The period of the company's own report, which its control totals are counted for."""

from __future__ import annotations

import datetime as dt

from dashboard.config import Config
from dashboard.measures.filters import Filters, month_end


def control_period(config: Config) -> Filters | None:
    """Return the period of the company's own report, where it is whole months."""
    totals = config.control_totals
    if totals is None:
        return None
    for end, is_edge in ((totals.start, _is_first), (totals.end, _is_last)):
        if end is not None and not is_edge(end):
            return None
    last = totals.end.replace(day=1) if totals.end else None
    return Filters(start=totals.start, end=last)


def _is_first(day: dt.date) -> bool:
    return day.day == 1


def _is_last(day: dt.date) -> bool:
    return day == month_end(day.replace(day=1))
