"""The shape `curve`: shares or values by day, a line for each group with its range."""

from __future__ import annotations

from dash import html

from dashboard.measures.result import FEWEST, Result
from dashboard.present import axes, series
from dashboard.present.figures import Line, has_ribbons
from dashboard.present.series import Panel, Place
from dashboard.web.figures import frame, linked
from dashboard.web.parts import Child
from dashboard.web.sheet import Sheet

# Numbers beside the points of more lines than this would cover each other.
_MOST_NUMBERED = 2


def curve_of(sheet: Sheet, result: Result) -> Child:
    """Return the figures of an answer over days, each with its numbers as a table of links."""
    key = series.along(result)
    if key is None or not result.rows:
        return html.P(result.finding, className="note")
    found = series.panels(result, key)
    return html.Div(
        [_drawn(sheet, result, key, panel, at) for at, panel in enumerate(found)],
        className="figures",
    )


def _drawn(sheet: Sheet, result: Result, key: str, panel: Panel, at: int) -> html.Div:
    days: dict[Place, float] = {place: place for place in panel.places if isinstance(place, float)}
    lines = [linked.line_of(sheet, result, panel, each, days) for each in range(len(panel.series))]
    asked = len(days) <= axes.MOST_ASKED
    last = max(days.values())
    x = axes.days_axis(key, list(days.values()))
    plot = frame.Plot(
        f"{result.measure.id}-{at}",
        panel.title,
        lines,
        x,
        axes.values_axis(lines, panel.unit, sheet.currency),
        numbers=asked and len(lines) <= _MOST_NUMBERED,
    )
    by_place = [{point.x: point for point in line.points} for line in lines]
    rows = [
        (
            line.name or result.measure.title,
            [frame.cell(points.get(day), panel.unit, sheet.currency) for day in days.values()],
        )
        for line, points in zip(lines, by_place, strict=True)
    ]
    heads = [series.where(day, key) for day in days.values()]
    title = f"The numbers{f', {panel.title}' if panel.title else ''}"
    return frame.framed(sheet, panel, plot, frame.table(title, heads, rows), _note(lines, last))


def _note(lines: list[Line], last: float) -> str:
    """Say why a line ends early, and where the ranges are when there are too many to draw."""
    said = []
    if any(line.drawn and line.drawn[-1].x < last for line in lines):
        said.append(f"A line ends where fewer than {FEWEST} are still watched.")
    if not has_ribbons(lines):
        said.append("The ranges luck allows stand with the numbers.")
    return " ".join(said)
