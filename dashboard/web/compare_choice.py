"""What the page is compared with, as a choice in the filter sentence."""

from __future__ import annotations

from dash import html

from dashboard.measures.against import NAMES, label_of
from dashboard.web.parts import Child, aria, heard
from dashboard.web.sheet import Sheet

# What stands where the page is compared with nothing.
NOTHING = "nothing"


def choice(sheet: Sheet) -> Child:
    """Return the choice: a period before, a value of a dimension, or nothing."""
    periods = [(name, label) for name, label in NAMES.items()] if sheet.filters.start else []
    offers: list[Child] = [_offer(sheet, None, NOTHING)]
    offers += [_offer(sheet, name, label) for name, label in periods]
    for dimension in sheet.config.dimensions:
        values = sheet.known.values.get(dimension.name, ())
        if len(values) > 1:
            offers.append(html.Span(dimension.on_screen, className="title"))
            offers += [_offer(sheet, f"{dimension.name}:{each}", each) for each in values]
    summary = html.Summary([heard("Compared with: "), words_of(sheet)])
    menu = html.Div(html.Div(offers, className="choices"), className="menu")
    return html.Details([summary, menu], className="choose", **{"data-once": "yes"})


def words_of(sheet: Sheet) -> str:
    """Say what the page is compared with: the year before, segment SMB, nothing."""
    labels = {each.name: each.on_screen for each in sheet.config.dimensions}
    return label_of(sheet.against, labels) if sheet.against else NOTHING


def _offer(sheet: Sheet, against: str | None, text: str) -> html.A:
    is_chosen = against == sheet.against
    return html.A(
        text, href=sheet.here(against=against), **(aria(current="true") if is_chosen else {})
    )
