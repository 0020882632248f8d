"""The shape `bins`: columns side by side, each with its number above and its name below."""

from __future__ import annotations

from dash import html

from dashboard import words
from dashboard.measures.result import Result
from dashboard.web.figures.marks import Mark, marks_of, opens, top_of
from dashboard.web.parts import Child, percent
from dashboard.web.sheet import Sheet


def bins_of(sheet: Sheet, result: Result) -> Child:
    """Return one column for each bin; few records give counts without columns."""
    found = marks_of(sheet, result)
    top = top_of(found)
    columns = [
        html.Li(
            [
                opens(each, [_height(each, top), html.B(_short(each))], "column-of"),
                html.Span(each.name, className="below-it"),
            ],
            className=f"state-{each.state}",
        )
        for each in found
    ]
    note = [html.P("In 100.", className="note")] if any(e.unit == "share" for e in found) else []
    return html.Div([html.Ol(columns, className="bins"), *note])


def _height(found: Mark, top: float) -> Child:
    """Return the column, from the floor up."""
    if not found.is_drawn:
        return None
    height = percent(86 * (found.row.value or 0.0) / top)
    return html.Span(className=f"fill fill-{found.tone}", style={"height": height})


def _short(found: Mark) -> str:
    return words.in100(found.row.value) if found.unit == "share" and found.is_drawn else found.text
