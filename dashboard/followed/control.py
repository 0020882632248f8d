"""The part of the company that a change did not touch, and what moved beyond it."""

from __future__ import annotations

import datetime as dt
import math

from dashboard import words
from dashboard.estimators.difference import difference
from dashboard.estimators.drift import drift, standard_error
from dashboard.estimators.intervals import UNDEFINED, Interval
from dashboard.followed.asking import Asking
from dashboard.followed.model import Control, Gap, Window
from dashboard.followed.series import Asked, monthly, window_of_series
from dashboard.followed.watched import Watched, row_of
from dashboard.followed.windows import Plan, window_of
from dashboard.followed.wording import gap_of, undefined
from dashboard.measures.result import FEW, FEWEST, Row

# The names of the two parts among those of a report.
CHANGED, UNTOUCHED = "changed", "untouched"
# What is compared needs a range of its own in both parts; sums of unlike parts have none.
WITH_RANGES = ("share", "points", "days", "rate", "index", "each")


def control_of(
    asking: Asking, asked: Asked, plan: Plan, labels: tuple[str, str], as_of: dt.date
) -> Control | str:
    """Return both parts beside each other, or why they cannot stand so."""
    changed_label, label = labels
    if plan.before is None or plan.after is None:
        return ""
    if asked.unit not in WITH_RANGES:
        return (
            f"Sums of {label} and of the others are not set beside each other: their sizes differ."
        )
    rows = [
        [_told(asking, asked.watched, window, part) for window in (plan.before, plan.after)]
        for part in (CHANGED, UNTOUCHED)
    ]
    if any(row is None for part in rows for row in part):
        return (
            f"{words.begun(label)} is not set beside the others: one of the two parts is too small "
            "for a range."
        )
    (was, now), (was_there, now_there) = ([_interval(row) for row in part] for part in rows)
    changed, untouched = difference(now, was), difference(now_there, was_there)
    beyond = difference(changed, untouched)
    return Control(
        label,
        gap_of(changed, asked.unit, asked.currency),
        gap_of(untouched, asked.unit, asked.currency),
        gap_of(beyond, asked.unit, asked.currency),
        _drift(asking, asked, plan, as_of),
        changed_label,
    )


def _told(asking: Asking, watched: Watched, window: Window, part: str) -> Row | None:
    """Return a part's row in a window; None where it is too small to be compared."""
    row = row_of(asking.of(watched.measure_id, window, part=part), watched)
    if row is None or None in (row.value, row.low, row.high) or (row.n or 0) < FEW:
        return None
    return row if row.bound_low is None else None


def _interval(row: Row | None) -> Interval:
    return Interval(row.value, row.low, row.high) if row else UNDEFINED


def _drift(asking: Asking, asked: Asked, plan: Plan, as_of: dt.date) -> Gap:
    """Return by how much the parts drew apart before, in as long a time as lies between the sides.

    From the gap of each month before, as a straight line.
    """
    window = window_of_series(asked, as_of)
    if window is None or plan.before is None or plan.after is None:
        return undefined("Whether they had kept together before is not known.")
    before = window_of(window.start, plan.before.end)
    gaps = _gaps(asking, asked.watched, before)
    slope = drift([at for at, _, _ in gaps], [gap for _, gap, _ in gaps], [se for *_, se in gaps])
    apart = _months(plan.before.start, plan.after.start)
    if slope.value is None or slope.low is None or slope.high is None:
        return undefined("Too few months before to tell whether they had kept together.")
    scaled = Interval(slope.value * apart, slope.low * apart, slope.high * apart)
    return gap_of(scaled, asked.unit, asked.currency)


def _gaps(asking: Asking, watched: Watched, window: Window) -> list[tuple[int, float, float]]:
    """Return for each month its place, the gap of the parts, and that gap's standard error."""
    there = dict(monthly(asking, watched, window, UNTOUCHED))
    found = []
    for month, row in monthly(asking, watched, window, CHANGED):
        other = there.get(month)
        if other is None or min(row.n or 0, other.n or 0) < FEWEST:
            continue
        errors = [standard_error(_interval(each)) for each in (row, other)]
        if None in (row.value, other.value, *errors):
            continue
        gap = (row.value or 0.0) - (other.value or 0.0)
        error = math.hypot(*(each or 0.0 for each in errors))
        found.append((_months(window.start, month), gap, error))
    return found


def _months(first: dt.date, last: dt.date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month
