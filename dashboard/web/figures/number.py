"""The shape `number`: large figures, each with its range and what it is of."""

from __future__ import annotations

from dash import html

from dashboard.measures.result import Result
from dashboard.present.marks import luck
from dashboard.web.bars import share_bar
from dashboard.web.figures.marks import Mark, marks_of, opens
from dashboard.web.parts import Child
from dashboard.web.sheet import Sheet


def number_of(sheet: Sheet, result: Result) -> Child:
    """Return one block for each number."""
    found = marks_of(sheet, result)
    return html.Div([_block(each, alone=len(found) == 1) for each in found], className="blocks")


def _block(found: Mark, *, alone: bool) -> html.Div:
    if alone and found.unit == "share" and found.is_drawn:
        # The line above says the number, its range and of how many.
        return html.Div(opens(found, _bar(found), "run"), className="block alone")
    said: list[Child] = [
        html.Div([] if alone else found.name, className="label"),
        opens(found, found.text, "large"),
    ]
    if found.unit == "share" and found.is_drawn:
        said.append(_bar(found))
    detail = [each for each in (found.detail, luck(found.row, found.unit)) if each]
    said.append(html.Div("; ".join(detail), className="detail"))
    return html.Div(said, className=f"block state-{found.state}")


def _bar(found: Mark) -> html.Div:
    row = found.row
    whisker = (100 * row.low, 100 * row.high) if row.low is not None and row.high else None
    return share_bar(100 * (row.value or 0.0), found.tone, "", whisker=whisker)
