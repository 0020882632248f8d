"""What sales and what marketing would say of an answer, side by side under its figure."""

from __future__ import annotations

from dash import html

from dashboard.measures import sentences
from dashboard.measures.result import Result
from dashboard.web.parts import Child
from dashboard.web.sheet import Sheet

SIDES = {"sales": "Sales would say", "marketing": "Marketing would say"}
BY_THE_MEASURE = (
    "What either side would say is written by the measure; either side can put its own words there "
    "in the meeting."
)


def both_sides(sheet: Sheet, result: Result) -> Child:
    """Return what either side would say; nothing where the measure takes no sides."""
    if result.measure.sides is None:
        return None
    return html.Div([_side(sheet, result, side) for side in SIDES], className="two-sides")


def _side(sheet: Sheet, result: Result, side: str) -> html.Div:
    own = sheet.said.get((result.measure.id, side))
    label = f"{SIDES[side]}, in their own words" if own else SIDES[side]
    said = own or written(sheet, result, side)
    return html.Div([html.P(label, className="label"), html.P(said, className="quote")])


def written(sheet: Sheet, result: Result | None, side: str) -> str:
    """Return what the measure has a side say, its numbers filled in."""
    if result is None or result.measure.sides is None:
        return "Not written yet."
    template = str(getattr(result.measure.sides, side))
    rows = result.whole or result.rows
    return sentences.said(result.measure, rows, template, result.population, sheet.currency)
