"""What sales and what marketing would say of an answer, side by side under its figure."""

from __future__ import annotations

from dash import html

from dashboard.measures.result import Result
from dashboard.web.parts import Child
from dashboard.web.sheet import Sheet

# The page that both sides must be able to accept says under each figure what either would say.
GATE = "/gate"
SIDES = {"sales": "Sales would say", "marketing": "Marketing would say"}
BY_THE_MEASURE = (
    "What either side would say is written by the measure; either side can put its own words there "
    "in the meeting."
)


def both_sides(sheet: Sheet, result: Result) -> Child:
    """Return what either side would say; nothing where the measure takes no sides."""
    if not result.sides:
        return None
    return html.Div([_side(sheet, result, side) for side in SIDES], className="two-sides")


def _side(sheet: Sheet, result: Result, side: str) -> html.Div:
    own = sheet.said.get((result.measure.id, side))
    label = f"{SIDES[side]}, in their own words" if own else SIDES[side]
    said = own or result.sides[side]
    return html.Div([html.P(label, className="label"), html.P(said, className="quote")])
