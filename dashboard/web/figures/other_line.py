"""The other side of a comparison as a dashed line: each of its months where ours of it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dashboard.measures.changes import NOT_COMPARABLE, OTHER_AGE, Compared
from dashboard.measures.filters import add_months
from dashboard.measures.result import Result, Row
from dashboard.present.figures import Line, Point
from dashboard.present.series import Panel, Place, Series
from dashboard.web.figures import linked
from dashboard.web.sheet import Sheet

_HERE = "now"
_APART = (NOT_COMPARABLE, OTHER_AGE)
# Full dots would cover the strokes where months stand close to each other.
_DOT = 3


def with_other_side(
    sheet: Sheet, result: Result, panel: Panel, lines: Sequence[Line], months: Mapping[Place, float]
) -> list[Line]:
    """Return the lines of a figure and, where it has one, the line of what it is compared with.

    Beside two lines or more nobody could tell which dashed one belongs to which.
    """
    beside = result.compared
    if beside is None or len(lines) != 1:
        return list(lines)
    points = [_point(sheet, result, panel, beside, place, x) for place, x in months.items()]
    if not any(point.value is not None for point in points):
        return list(lines)
    ours = replace(lines[0], name=lines[0].name or beside.against.here or _HERE)
    return [ours, Line(beside.against.label, points, ours.colour, "dash", dot=_DOT)]


def _point(
    sheet: Sheet, result: Result, panel: Panel, beside: Compared, place: Place, x: float
) -> Point:
    """Return the other side of one month; its rows belong to other filters, so it opens none."""
    row = panel.series[0].rows.get(place)
    other = _other(beside, row)
    if other is None or not isinstance(place, dt.date):
        return Point(x, None)
    back = beside.against.shift_months
    there = add_months(place, back) if back else place
    line = Series({beside.against.label: beside.against.label}, {there: other})
    found = linked.point_of(sheet, result, panel.unit, line, there, x)
    return replace(found, low=None, high=None, bound_low=None, bound_high=None, address="")


def _other(beside: Compared, row: Row | None) -> Row | None:
    """Return the row beside one of ours; what is not to be compared is not drawn on one scale."""
    change = beside.of(row) if row is not None else None
    return None if change is None or change.status in _APART else change.other
