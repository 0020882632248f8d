"""The shape `trend`: a number month by month, with its range and what cannot be told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dash import html

from dashboard import words
from dashboard.measures.result import FEWEST, Result
from dashboard.present.figures import Axis, Line, Point
from dashboard.web.figures import columns, flags, frame, series
from dashboard.web.figures.other_line import with_other_side
from dashboard.web.figures.series import Panel
from dashboard.web.marks_of_time import Flag, flags_of
from dashboard.web.numbers_table import Cell
from dashboard.web.parts import Child
from dashboard.web.sheet import Sheet

# So many months are named under the figure, and fit on a phone.
_MOST_NAMED = 5


def trend_of(sheet: Sheet, result: Result) -> Child:
    """Return the figures of an answer over months, each with its numbers as a table of links."""
    key = series.along(result)
    if key is None or not result.rows:
        return html.P(result.finding, className="note")
    stacked = columns.columns_of(sheet, result, key)
    if stacked is not None:
        return stacked
    found = series.panels(result, key)
    places = {place for panel in found for place in panel.places}
    changed = flags_of(sheet, result.measure.id, sorted(dates(places)))
    drawn = [_drawn(sheet, result, panel, at, changed) for at, panel in enumerate(found)]
    return html.Div([html.Div(drawn, className="figures"), *flags.listed(changed)])


def _drawn(sheet: Sheet, result: Result, panel: Panel, at: int, every: Sequence[Flag]) -> html.Div:
    months = {place: float(at) for at, place in enumerate(panel.places)}
    changed = [flag for flag in every if flag.month in months]
    lines = [
        series.line_of(sheet, result, panel, each, months) for each in range(len(panel.series))
    ]
    lines = [parted(line, gaps(changed, months)) for line in lines]
    lines = with_other_side(sheet, result, panel, lines, months)
    last = float(len(months) - 1)
    named = _named(list(months))
    ticks = [(months[month], text) for month, text in zip(named, _ticks(named), strict=True)]
    x = Axis(-0.5, last + 0.5, ticks)
    plot = frame.Plot(
        f"{result.measure.id}-{at}",
        panel.title,
        lines,
        x,
        frame.values_axis(lines, panel.unit, sheet.currency),
        flags=changed,
        flag_at=[months[flag.month] - 0.5 + flag.share for flag in changed],
    )
    by_place = [{point.x: point for point in line.points} for line in lines]
    rows: list[tuple[str, Sequence[Cell]]] = []
    for month, place in months.items():
        cells = [frame.cell(points.get(place), panel.unit, sheet.currency) for points in by_place]
        rows.append((_name(month), [*cells, *flags.cells(changed, month)]))
    heads = [line.name or result.measure.title for line in lines] + flags.heading(changed)
    title = f"The numbers, month by month{f', {panel.title}' if panel.title else ''}"
    return frame.framed(sheet, panel, plot, frame.table(title, heads, rows), _note(lines))


def dates(places: Iterable[series.Place]) -> list[dt.date]:
    """Return the places along a figure that are months; none where it runs along something else."""
    return [place for place in places if isinstance(place, dt.date)]


def gaps(changed: Sequence[Flag], months: Mapping[series.Place, float]) -> list[float]:
    """Return where a line is not drawn through: beside a changed definition.

    A month that holds days of before and after belongs to neither side.
    """
    found = []
    for flag in changed:
        breaking = [mark for mark in flag.marks if mark.breaks]
        if breaking:
            found.append(months[flag.month] - 0.5)
        if any(mark.splits_month for mark in breaking):
            found.append(months[flag.month] + 0.5)
    return found


def parted(line: Line, at: Sequence[float]) -> Line:
    """Return a line with a gap at each of these places between its points."""
    points = line.points
    ends = (points[0].x, points[-1].x)
    empty = [Point(place, None) for place in at if ends[0] < place < ends[1]]
    return replace(line, points=sorted([*points, *empty], key=lambda point: point.x))


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
