"""The shape `trend`: a number month by month, with its range and what cannot be told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from dash import html

from dashboard.measures.result import FEWEST, Result
from dashboard.present import axes, series
from dashboard.present.figures import Line
from dashboard.present.series import Panel
from dashboard.present.time_flags import Flag, flags_of, gaps, parted
from dashboard.web.figures import columns, flags, frame, linked
from dashboard.web.figures.other_line import with_other_side
from dashboard.web.numbers_table import Cell
from dashboard.web.parts import Child
from dashboard.web.sheet import Sheet


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
        linked.line_of(sheet, result, panel, each, months) for each in range(len(panel.series))
    ]
    lines = [parted(line, gaps(changed, months)) for line in lines]
    lines = with_other_side(sheet, result, panel, lines, months)
    x = axes.months_axis(list(months))
    plot = frame.Plot(
        f"{result.measure.id}-{at}",
        panel.title,
        lines,
        x,
        axes.values_axis(lines, panel.unit, sheet.currency),
        flags=changed,
        flag_at=[months[flag.month] - 0.5 + flag.share for flag in changed],
    )
    by_place = [{point.x: point for point in line.points} for line in lines]
    rows: list[tuple[str, Sequence[Cell]]] = []
    for month, place in months.items():
        cells = [frame.cell(points.get(place), panel.unit, sheet.currency) for points in by_place]
        rows.append((axes.month_name(month), [*cells, *flags.cells(changed, month)]))
    heads = [line.name or result.measure.title for line in lines] + flags.heading(changed)
    title = f"The numbers, month by month{f', {panel.title}' if panel.title else ''}"
    return frame.framed(sheet, panel, plot, frame.table(title, heads, rows), _note(lines))


def dates(places: Iterable[series.Place]) -> list[dt.date]:
    """Return the places along a figure that are months; none where it runs along something else."""
    return [place for place in places if isinstance(place, dt.date)]


def _note(lines: list[Line]) -> str:
    """Explain what is drawn besides the lines."""
    points = [point for line in lines for point in line.points]
    said = []
    if any(point.bound_high is not None for point in points if point.value is not None):
        said.append("Grey: those we can't tell.")
    few = [f"{point.place} {point.count}" for point in points if point.count]
    if few:
        named = f" ({', '.join(few)})" if len(few) <= axes.MOST_NAMED else ""
        said.append(f"A grey dot on the floor: fewer than {FEWEST} that month, no rate{named}.")
    if any(point.value is None and point.said and not point.count for point in points):
        said.append("No dot: a month too young to tell.")
    if any(point.is_young and point.value is not None for point in points):
        said.append("A hollow dot: a month too young to be final.")
    return " ".join(said)
