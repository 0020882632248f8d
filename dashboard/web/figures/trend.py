"""The shape `trend`: a number month by month, with its range and what cannot be told."""

from __future__ import annotations

import datetime as dt

from dash import html

from dashboard import words
from dashboard.measures.result import FEWEST, Result
from dashboard.present.figures import Axis, Line
from dashboard.web.figures import frame, series
from dashboard.web.figures.series import Panel
from dashboard.web.parts import Child
from dashboard.web.sheet import Sheet

# So many months are named under the figure, and fit on a phone.
_MOST_NAMED = 5


def trend_of(sheet: Sheet, result: Result) -> Child:
    """Return the figures of an answer over months, each with its numbers as a table of links."""
    key = series.along(result)
    if key is None or not result.rows:
        return html.P(result.finding, className="note")
    found = series.panels(result, key)
    return html.Div(
        [_drawn(sheet, result, panel, at) for at, panel in enumerate(found)], className="figures"
    )


def _drawn(sheet: Sheet, result: Result, panel: Panel, at: int) -> html.Div:
    months = {place: float(at) for at, place in enumerate(panel.places)}
    lines = [
        series.line_of(sheet, result, panel, each, months) for each in range(len(panel.series))
    ]
    last = float(len(months) - 1)
    named = _named(list(months))
    ticks = [(months[month], text) for month, text in zip(named, _ticks(named), strict=True)]
    x = Axis(-0.3, last + 0.3, ticks)
    plot = frame.Plot(
        f"{result.measure.id}-{at}",
        panel.title,
        lines,
        x,
        frame.values_axis(lines, panel.unit, sheet.currency),
    )
    by_place = [{point.x: point for point in line.points} for line in lines]
    rows = [
        (
            _name(month),
            [frame.cell(points.get(place), panel.unit, sheet.currency) for points in by_place],
        )
        for month, place in months.items()
    ]
    heads = [line.name or result.measure.title for line in lines]
    title = f"The numbers, month by month{f', {panel.title}' if panel.title else ''}"
    return frame.framed(sheet, panel, plot, frame.table(title, heads, rows), _note(lines))


def _named(months: list[series.Place]) -> list[series.Place]:
    """Return the months written under the figure: the first, the last, and some between."""
    if len(months) <= _MOST_NAMED:
        return months
    step = (len(months) - 1) / (_MOST_NAMED - 1)
    return [months[round(at * step)] for at in range(_MOST_NAMED)]


def _name(month: series.Place) -> str:
    return words.month(month) if isinstance(month, dt.date) else f"{month:g}"


def _ticks(months: list[series.Place]) -> list[str]:
    """Write the months under the figure, the year where it changes."""
    years = [month.year if isinstance(month, dt.date) else None for month in months]
    return [
        (f"{month:%b}" + (f"\n{year}" if at == 0 or years[at - 1] != year else ""))
        if isinstance(month, dt.date)
        else f"{month:g}"
        for at, (month, year) in enumerate(zip(months, years, strict=True))
    ]


def _note(lines: list[Line]) -> str:
    """Explain what is drawn besides the lines."""
    points = [point for line in lines for point in line.points]
    said = []
    if any(point.bound_high is not None for point in points if point.value is not None):
        said.append("Grey: those we can't tell.")
    few = [f"{point.place} {point.count}" for point in points if point.count]
    if few:
        named = f" ({', '.join(few)})" if len(few) <= _MOST_NAMED else ""
        said.append(f"A grey dot on the floor: fewer than {FEWEST} that month, no rate{named}.")
    if any(point.value is None and point.said and not point.count for point in points):
        said.append("No dot: a month too young to tell.")
    if any(point.is_young and point.value is not None for point in points):
        said.append("A hollow dot: a month too young to be final.")
    return " ".join(said)
