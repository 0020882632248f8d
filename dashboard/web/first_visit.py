"""What a first visitor is told on the Overview: once, and never in the way of the numbers."""

from __future__ import annotations

from dash import html

from dashboard.web import url_state
from dashboard.web.glossary import TWO_LEDGERS
from dashboard.web.parts import Child
from dashboard.web.sheet import Sheet


def note(sheet: Sheet) -> Child:
    """Return the note; a script that runs before the first paint decides whether it is seen."""
    if sheet.embed:
        return None
    kept = url_state.write(sheet.view.elsewhere(), sheet.known).removesuffix("?")
    return html.Aside(
        [
            html.P([html.B("New here? "), TWO_LEDGERS]),
            html.A("Read the guide", href=f"/guide{kept}", className="link"),
            html.Button("Got it", type="button", id="first-visit-seen", className="link"),
        ],
        className="first-visit",
    )
