"""The search: its list when it opens, and each page's answers as they are made."""

from __future__ import annotations

from dash import MATCH, Input, Output, State

from dashboard.web import find
from dashboard.web.calls.base import Opener, UserOf, place
from dashboard.web.guard import QuietDash
from dashboard.web.parts import Child


def connect(app: QuietDash, opener: Opener, user_of: UserOf) -> None:
    """Add the calls of the search."""

    def show_list(asked: object) -> list[Child]:
        view = asked.get("view") if isinstance(asked, dict) else None
        _, query = place(view)
        return find.listing(find.asked_of(opener(), query, user_of())) if asked else []

    def show_answers(query: object, named: object) -> list[Child]:
        path = named.get("of") if isinstance(named, dict) else None
        text = query if isinstance(query, str) else ""
        return find.answered(find.asked_of(opener(), text, user_of()), path)

    app.callback(
        Output("find-list", "children"), Input("find-asked", "data"), prevent_initial_call=True
    )(show_list)
    app.callback(
        Output({"kind": "find-answers", "of": MATCH}, "children"),
        Input({"kind": "find-view", "of": MATCH}, "data"),
        State({"kind": "find-view", "of": MATCH}, "id"),
    )(show_answers)
