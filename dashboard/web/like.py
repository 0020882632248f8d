"""The comparison like with like: a sentence and a line with its range, one for each outcome."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard import words
from dashboard.measures.result import Row
from dashboard.web.parts import Child, aria, counted, percent
from dashboard.web.sheet import Sheet

MEASURE = "like_for_like"
# The lines reach this far to both sides, in shares, and further where a range does.
_REACH = 0.2
# outcome: what deals outside the gate do more or fewer of
_OUTCOMES = {
    "won": "are won",
    "moved": "move within 30 days",
    "silent": "show no sign of life in their first 21 days",
}


def like_with_like(sheet: Sheet, outcomes: Sequence[str]) -> Child | None:
    """Return the drawn comparison of deals outside the gate with those through every gate.

    Nothing where it was not asked or could not be made at all.
    """
    rows = [(each, _row(sheet, each)) for each in outcomes]
    known = [(outcome, row) for outcome, row in rows if row is not None]
    if not known:
        return None
    ends = [abs(end) for _, row in known for end in (row.low, row.high) if end]
    reach = 1.1 * max([_REACH, *ends])
    lines = [_line(outcome, row, reach) for outcome, row in known]
    same = str(known[0][1].details.get("same", ""))
    drawn = any(_is_drawn(row) for _, row in known)
    note = f"Same {same}." if drawn and same else ""
    about = counted(sheet.about(MEASURE), "Like with like")
    return html.Div([*lines, html.P([note, about], className="note")], className="like")


def is_known(sheet: Sheet, outcome: str) -> bool:
    """Say whether the comparison of an outcome has a number."""
    row = _row(sheet, outcome)
    return row is not None and _is_drawn(row)


def _row(sheet: Sheet, outcome: str) -> Row | None:
    return sheet.row(MEASURE, outcome=outcome, component=sheet.count, statistic="like_for_like")


def _is_drawn(row: Row) -> bool:
    return None not in (row.value, row.low, row.high)


def _line(outcome: str, row: Row, reach: float) -> html.Div:
    if not _is_drawn(row):
        return html.Div(html.P(f"Like with like: {_why_not(row)}"), className="like-line")
    said = _said(outcome, row)
    spoken = "".join(said)
    return html.Div(
        [html.P([html.B(said[0]), said[1]]), _drawn(row, reach, spoken)], className="like-line"
    )


def _said(outcome: str, row: Row) -> tuple[str, str]:
    more = words.more_or_fewer(row.value)
    is_clear = (row.low or 0.0) > 0 or (row.high or 0.0) < 0
    luck = ": beyond luck." if is_clear else ": could be luck."
    doing = _OUTCOMES.get(outcome, words.word(outcome))
    return (
        f"Like with like, {more} in 100 outside our gate {doing}",
        f" ({row.details.get('range')}){luck}",
    )


def _why_not(row: Row) -> str:
    share = row.details.get("share_comparable")
    if row.status != "withheld" or share is None:
        return "too few deals to compare."
    return (
        f"{words.in100(float(str(share)))} in 100 deals outside our gate have their like among "
        "those through it, too few to compare."
    )


def _drawn(row: Row, reach: float, spoken: str) -> html.Div:
    """Draw the difference on a line of its own: fewer left, more right, zero a strong line."""
    value, low, high = row.value or 0.0, row.low or 0.0, row.high or 0.0

    def place(difference: float) -> float:
        return 50 + 50 * difference / reach

    ends = {"left": percent(place(low)), "width": percent(place(high) - place(low))}
    return html.Div(
        [
            html.Span("fewer", className="end"),
            html.Div(
                [
                    html.Span(className="whisker", style=ends),
                    html.Span(className="zero"),
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
