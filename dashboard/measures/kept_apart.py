"""What of an earlier period may not stand beside an answer at all, and why."""

from __future__ import annotations

import datetime as dt

from dashboard import words
from dashboard.measures.against import Against
from dashboard.measures.filters import NOW
from dashboard.measures.registry import Measure
from dashboard.measures.result import Result

# What is recorded by a clock.
_RECORDED = {"verdict": "gate verdicts"}


def kept_apart(result: Result, against: Against) -> str:
    """Say why an answer has no number of another period; nothing where it may have one."""
    measure = result.measure
    if not against.is_period or against.filters is None:
        return ""
    if measure.dated_by in NOW:
        return f"What is so now belongs to no period, so it has no number for {against.label}."
    if result.rows and all(measure.is_now_for(row.keys.values()) for row in result.rows):
        return f"This is how they stand now, so it has no number for {against.label}."
    clock = measure.looks_back_to
    begins = against.first_days.get(clock) if clock else None
    if begins is None or begins <= _looked_back(measure, against):
        return ""
    what = _RECORDED.get(str(clock), "records")
    label = words.begun(against.label)
    return (
        f"{label}: not comparable, for our {what} begin on {words.date(begins)}, too late to "
        "tell for all of it."
    )


def _looked_back(measure: Measure, against: Against) -> dt.date:
    """Return the day from which on records must reach to know what came before the other side.

    What closes began up to the horizon before.
    """
    start = against.filters.start if against.filters else None
    if start is None:
        return dt.date.min
    began = against.horizon_days if measure.dated_by == "deal_closed" else 0
    return start - dt.timedelta(days=began + against.lookback_days)
