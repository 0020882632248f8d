"""The points of a figure's lines as links to their rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dashboard.measures.registry import Measure
from dashboard.measures.result import Result, Row
from dashboard.present import series
from dashboard.present.figures import Line, Point
from dashboard.present.series import Panel, Place, Series
from dashboard.web.sheet import Sheet


def line_of(
    sheet: Sheet, result: Result, panel: Panel, at: int, places: Mapping[Place, float]
) -> Line:
    """Return one line of a figure, each point with its sentence and the address of its rows."""
    line = series.line_of(sheet, result, panel, at, places)
    rows = {places[place]: row for place, row in panel.series[at].rows.items()}
    points = [
        replace(point, address=address_of(sheet, result.measure, rows[point.x]))
        if point.x in rows
        else point
        for point in line.points
    ]
    return replace(line, points=points)


def point_of(
    sheet: Sheet, result: Result, unit: str, named: Series, place: Place, x: float
) -> Point:
    """Return one number of a line with the address of its rows."""
    point = series.point_of(sheet, result, unit, named, place, x)
    return replace(point, address=address_of(sheet, result.measure, named.rows[place]))


def address_of(sheet: Sheet, measure: Measure, row: Row) -> str:
    """Return the address of a row's records; nothing where it has none, or no mark."""
    has_rows = row.events if row.events is not None else row.n
    if not has_rows or any(key not in measure.keys for key in row.keys):
        return ""
    return sheet.drill(measure.id, **row.keys)
