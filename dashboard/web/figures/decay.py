"""Wins by wait: a column for each wait, and what a day longer goes with, worked out four ways."""

from __future__ import annotations

from dataclasses import replace

from dash import html

from dashboard import words
from dashboard.measures.result import Result, Row
from dashboard.web.figures.bins import bins_of
from dashboard.web.figures.marks import mark_of, opens
from dashboard.web.parts import Child
from dashboard.web.sheet import Sheet

MEASURE = "wait_decay"
_RATE = "rate_"


def decay_of(sheet: Sheet, result: Result) -> Child:
    """Return the columns by wait, and the ways of reading a day of it below them."""
    rates = [row for row in result.rows if str(row.keys["statistic"]).startswith(_RATE)]
    waits = tuple(row for row in result.rows if row not in rates)
    ways = [
        html.P("A day longer goes with, of every 100 wins expected:", className="of-ways"),
        html.Ul([_way(sheet, result, row) for row in rates], className="readings-of"),
    ]
    columns = bins_of(sheet, replace(result, rows=waits)) if waits else None
    return html.Div([columns, *(ways if rates else [])], className="figure-bins")


def _way(sheet: Sheet, result: Result, row: Row) -> html.Li:
    found = mark_of(sheet, result, row, ("statistic",))
    said, between = (str(row.details.get(each) or "") for each in ("change", "range"))
    text = f"{said} ({between})" if said and between else found.text
    return html.Li(
        [
            html.Span(words.begun(found.name), className="of"),
            opens(replace(found, text=text), html.B(text)),
        ]
    )
