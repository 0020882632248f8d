"""The shape `bins`: columns side by side, each with its number above and its name below."""

from __future__ import annotations

from dash import html

from dashboard import words
from dashboard.measures.result import Result
from dashboard.present.marks import top_of
from dashboard.web.figures.marks import Mark, marks_of, opens
from dashboard.web.parts import Child, percent
from dashboard.web.sheet import Sheet

# The room above the highest column is for its number.
_HIGHEST = 84
# A longer name is cut to three letters where a screen is narrow.
_LONG = 6
# More columns than this keep the room for their numbers, and are moved sideways on a phone.
_MOST_ABREAST = 8


def bins_of(sheet: Sheet, result: Result) -> Child:
    """Return one column for each bin; few records give counts without columns."""
    found = marks_of(sheet, result)
    top = top_of(found)
    columns = [
        html.Li(
            [
                opens(each, _column(each, top), "column-of"),
                html.Span(
                    [html.Span(each.name, className="long"), html.Span(each.name[:3])],
                    className="below-it" if len(each.name) > _LONG else "below-it whole",
                ),
            ],
            className=f"state-{each.state}",
        )
        for each in found
    ]
    note = [html.P("In 100.", className="note")] if any(e.unit == "share" for e in found) else []
    drawn = html.Ol(columns, className="bins")
    if len(found) > _MOST_ABREAST:
        drawn = html.Div(html.Ol(columns, className="bins many"), className="sideways")
    return html.Div([drawn, *note])


def _column(found: Mark, top: float) -> list[Child]:
    """Return the column from the floor up, its whisker, and its number above both."""
    if not found.is_drawn:
        return [html.B(_short(found))]
    row = found.row
    value = _HIGHEST * (row.value or 0.0) / top
    low, high = value, value
    drawn: list[Child] = [
        html.Span(className=f"fill fill-{found.tone}", style={"height": percent(value)})
    ]
    if row.low is not None and row.high is not None:
        low, high = _HIGHEST * row.low / top, _HIGHEST * row.high / top
        ends = {"bottom": percent(low), "height": percent(high - low)}
        drawn.append(html.Span(className="whisker upright", style=ends))
    return [*drawn, html.B(_short(found), style={"bottom": percent(max(value, high))})]


def _short(found: Mark) -> str:
    return words.in100(found.row.value) if found.unit == "share" and found.is_drawn else found.text
