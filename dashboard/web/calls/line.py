"""The line of the gate where a reader puts it: its range, from an answer that is there already."""

from __future__ import annotations

from dash import MATCH, Input, Output

from dashboard.web import line_slider, rendering
from dashboard.web.calls.base import Opener, UserOf, place
from dashboard.web.guard import QuietDash
from dashboard.web.parts import Child


def connect(app: QuietDash, opener: Opener, user_of: UserOf) -> None:
    """Add the call of the slider."""

    def show_line(view: object) -> list[Child]:
        path, query = place(view)
        drawn = rendering.sheet(opener(), path, query, user_of(), only=(line_slider.MEASURE,))
        result = drawn.usable(line_slider.MEASURE)
        return line_slider.line_answer(drawn, result.rows) if result else []

    app.callback(
        Output({"kind": "line-answer", "of": MATCH}, "children"),
        Input({"kind": "line-asked", "of": MATCH}, "data"),
        prevent_initial_call=True,
    )(show_line)
