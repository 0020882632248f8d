"""Figures in the page's own colours, and a click on a point that opens its rows."""

from __future__ import annotations

from dash import MATCH, ClientsideFunction, Input, Output

from dashboard.web.calls.base import Opener, UserOf
from dashboard.web.guard import QuietDash


def connect(app: QuietDash, opener: Opener, user_of: UserOf) -> None:  # noqa: ARG001
    """Add the calls for figures; they run in the browser alone."""
    # A figure is painted anew when the theme changes.
    app.clientside_callback(
        ClientsideFunction("gatecostFigures", "paint"),
        Output({"kind": "figure", "of": MATCH}, "figure"),
        Input({"kind": "figure-data", "of": MATCH}, "data"),
        Input("theme-shown", "data"),
    )
    app.clientside_callback(
        ClientsideFunction("gatecostFigures", "open"),
        Output({"kind": "figure", "of": MATCH}, "clickData"),
        Input({"kind": "figure", "of": MATCH}, "clickData"),
        prevent_initial_call=True,
    )
