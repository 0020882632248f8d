"""The shape `range`: what lies between two ends, with the range luck allows around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dash import html

from dashboard.measures.result import Result
from dashboard.present import shapes
from dashboard.present.marks import named_in
from dashboard.web.figures.marks import Mark, marks_of, opens
from dashboard.web.parts import Child, aria, percent
from dashboard.web.sheet import Sheet

# More lines of one unit stand folded under the first.
_MOST_LINES = 4


def range_of(sheet: Sheet, result: Result) -> Child:
    """Return one line for each part, those of one unit on one axis that keeps zero."""
    named = set(named_in(result.measure, sheet.count))
    # What the sentence names comes first, what has no number last.
    found = sorted(
        marks_of(sheet, result), key=lambda each: (each.row.name not in named, not each.is_drawn)
    )
    units = dict.fromkeys(each.unit for each in found)
    blocks = [_of_unit([each for each in found if each.unit == unit]) for unit in units]
    note = "The dark end counts those we know, the grey end those we can't tell as well."
    shown = (
        [html.P(note, className="note")] if any(shapes.has_two_ends(e.row) for e in found) else []
    )
    return html.Div([*blocks, *shown], className="lines ranges with-0")


def _of_unit(found: Sequence[Mark]) -> Child:
    low, high = shapes.ends_of_axis(found)
    lines = [_line(each, low, high) for each in found]
    first = html.Ol(lines[:_MOST_LINES])
    if len(lines) <= _MOST_LINES:
        return first
    more = f"{len(lines) - _MOST_LINES} more"
    return html.Div([first, html.Details([html.Summary(more), html.Ol(lines[_MOST_LINES:])])])


def _line(found: Mark, low: float, high: float) -> html.Li:
    row = found.row
    drawn: list[Child] = []

    def place(value: float) -> float:
        return 100 * (value - low) / (high - low)

    if found.is_drawn and row.value is not None:
        start = row.bound_low if row.bound_low is not None else row.value
        zero, end = sorted((place(0.0), place(start)))
        drawn.append(_fill(found.tone, zero, end))
        if row.bound_high is not None and row.bound_high > start:
            drawn.append(_fill("unknown", place(start), place(row.bound_high)))
        if row.low is not None and row.high is not None:
            ends = {
                "left": percent(place(row.low)),
                "width": percent(place(row.high) - place(row.low)),
            }
            drawn.append(html.Span(className="whisker", style=ends))
        drawn.append(html.Span(className="zero", style={"left": percent(place(0.0))}))
    detail = [html.Span(f" ({found.detail})", className="detail")] if found.detail else []
    text = shapes.text_of_range(found)
    return html.Li(
        [
            html.Span(shapes.name_of_range(found), className="of"),
            html.Span(drawn, className="at", **aria(hidden="true")),
            opens(replace(found, text=text), [html.B(text), *detail], "is"),
        ],
        className=f"state-{found.state}",
    )


def _fill(tone: str, start: float, end: float) -> html.Span:
    ends = {"left": percent(start), "width": percent(end - start)}
    return html.Span(className=f"fill fill-{tone}", style=ends)
