"""The further answers of a page, all in one request after the page itself is there."""

from __future__ import annotations

from dash import ALL, MATCH, Input, Output, ctx

from dashboard.engine.workers import Urgency, urgency
from dashboard.web import rendering
from dashboard.web.calls.base import Opener, UserOf, place
from dashboard.web.guard import QuietDash
from dashboard.web.parts import Child


def connect(app: QuietDash, opener: Opener, user_of: UserOf) -> None:
    """Add the call that fills the lines a page came without."""

    def show_more(view: object) -> list[Child]:
        path, query = place(view)
        # As many answers as places on the page, whatever a stranger names.
        named = [each["id"].get("of") for each in ctx.outputs_list]
        with urgency(Urgency.LATER):
            lines = rendering.further_lines(opener(), path, query, named, user_of())
        return [lines.get(str(each), []) for each in named]

    app.callback(
        Output({"kind": "further", "page": MATCH, "of": ALL}, "children"),
        Input({"kind": "further-view", "page": MATCH}, "data"),
    )(show_more)
