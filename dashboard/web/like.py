"""The comparison like with like: a sentence and a line with its range, one for each outcome."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard.measures.result import Row
from dashboard.present import like_words
from dashboard.present.like_words import REACH, end_said, is_drawn, said_of
from dashboard.web.parts import Child, aria, counted, percent
from dashboard.web.sheet import Sheet


def like_with_like(sheet: Sheet, outcomes: Sequence[str]) -> Child | None:
    """Return the drawn comparison of deals outside the gate with those through every gate.

    Nothing where it was not asked or could not be made at all.
    """
    rows = [(each, like_words.row_of(sheet, each, count=sheet.count)) for each in outcomes]
    known = [(outcome, row) for outcome, row in rows if row is not None]
    if not known:
        return None
    ends = [abs(end) for _, row in known for end in (row.low, row.high) if end]
    reach = 1.1 * max([REACH, *ends])
    lines = [_line(outcome, row, reach) for outcome, row in known]
    same = str(known[0][1].details.get("same", ""))
    drawn = any(is_drawn(row) for _, row in known)
    note = f"Same {same}." if drawn and same else ""
    about = counted(sheet.about(like_words.MEASURE), "Like with like")
    return html.Div([*lines, html.P([note, about], className="note")], className="like")


def _line(outcome: str, row: Row, reach: float) -> html.Div:
    if not is_drawn(row):
        line = f"Like with like, {like_words.named(outcome)}: {like_words.why_not(row)}"
        return html.Div(html.P(line), className="like-line")
    said = said_of(outcome, row)
    spoken = "".join(said)
    return html.Div(
        [html.P([html.B(said[0]), said[1]]), difference(row, reach, spoken)], className="like-line"
    )


def difference(row: Row, reach: float, spoken: str) -> html.Div:
    """Draw the difference on a line of its own: fewer left, more right, zero a strong line.

    The ends of its range stand over the ends of the line, spread where it is short.
    """
    value, low, high = row.value or 0.0, row.low or 0.0, row.high or 0.0

    def place(share: float) -> float:
        return 50 + 50 * share / reach

    ends = {"left": percent(place(low)), "width": percent(place(high) - place(low))}
    middle = {"left": percent(place((low + high) / 2)), "--range": ends["width"]}
    return html.Div(
        [
            html.Span("fewer", className="end"),
            html.Div(
                [
                    html.Span(className="whisker", style=ends),
                    html.Span(className="zero"),
                    html.Span("no difference", className="zero-name"),
                    html.Span(
                        [html.Span(end_said(low)), html.Span(end_said(high))],
                        className="range-ends",
                        style=middle,
                    ),
                    html.Span(className="point", style={"left": percent(place(value))}),
                ],
                className="axis",
                role="img",
                **aria(label=spoken),
            ),
            html.Span("more", className="end"),
        ],
        className="difference",
    )
