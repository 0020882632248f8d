"""The page of an address, the drawer beside it, and answers that come after first paint."""

from __future__ import annotations

from dash import MATCH, ClientsideFunction, Input, Output, State

from dashboard.engine.workers import Urgency, urgency
from dashboard.web import rendering
from dashboard.web.calls.base import Opener, UserOf, place
from dashboard.web.guard import QuietDash
from dashboard.web.parts import Child


def connect(app: QuietDash, opener: Opener, user_of: UserOf) -> None:
    """Add the calls for page, drawer and late answers."""
    app.clientside_callback(
        ClientsideFunction("gatecost", "split"),
        Output("view", "data"),
        Output("beside", "data"),
        Input("address", "pathname"),
        Input("address", "search"),
    )

    def show_page(view: object) -> tuple[Child, Child]:
        path, query = place(view)
        desk, user = opener(), user_of()
        return rendering.menu(desk, path, query, user), rendering.page(desk, path, query, user)

    def show_drawer(query: object) -> Child:
        return rendering.drawer(opener(), query, user_of()) if query else []

    def show_late(view: object, named: object) -> Child:
        path, query = place(view)
        measure_id = named.get("of") if isinstance(named, dict) else None
        with urgency(Urgency.LATER):
            return rendering.late_line(opener(), path, query, measure_id, user_of())

    app.callback(
        Output({"kind": "late", "of": MATCH}, "children"),
        Input({"kind": "late-view", "of": MATCH}, "data"),
        State({"kind": "late-view", "of": MATCH}, "id"),
    )(show_late)
    shown = Output("menu", "children"), Output("page", "children")
    app.callback(*shown, Input("view", "data"))(show_page)
    app.callback(Output("drawer", "children"), Input("beside", "data"))(show_drawer)
