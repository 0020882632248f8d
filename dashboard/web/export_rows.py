"""The drawer of the page Data: rows of the exports, with what is wrong with each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dash import html

from dashboard import words
from dashboard.inventory import ExportRows
from dashboard.web import url_state
from dashboard.web.behind import STEPS
from dashboard.web.drawer import of_rows, title_line
from dashboard.web.frozen import frozen
from dashboard.web.parts import Child
from dashboard.web.url_state import Known, View


def export_rows_drawer(found: ExportRows, view: View, known: Known) -> list[Child]:
    """Return title, n of N, the list, and the rows as CSV."""
    n = found.frame.height
    shown = min(view.show, n)
    count = html.Span(html.B(f"{words.count(shown)} of {words.count(n)}"), className="n-of-n")
    return [
        *title_line("Data", found.title, known, view),
        html.P(found.said, className="filter-words"),
        html.P([count, html.Span("")], className="count-line"),
        frozen(
            html.Ol(
                [_record(row) for row in found.frame.head(shown).iter_rows(named=True)],
                className="records plain",
            )
        ),
        _actions(view, known, shown, n),
    ]


def _record(row: Mapping[str, object]) -> html.Li:
    """Say where a row stands, then all that is known of it."""
    (_, where), *rest = row.items()
    said = [
        html.Div([html.Span(f"{words.column(name)}: "), str(value)], className="said")
        for name, value in rest
        if value not in (None, "")
    ]
    return html.Li(html.Div([html.Div(str(where), className="name"), *said]))


def _actions(view: View, known: Known, shown: int, n: int) -> html.Div:
    buttons: list[Child] = []
    if shown < n:
        step = next((each for each in STEPS if shown < each < n), n)
        address = url_state.write(replace(view, show=step), known)
        text = f"Show all {words.count(n)}" if step == n else f"Show {words.count(step)}"
        buttons.append(html.A(text, href=address, className="button first"))
    query = url_state.write(replace(view, show=url_state.FIRST_ROWS), known)
    buttons += [
        html.A(
            of_rows("all", n),
            href=f"/csv/rows{query}",
            className="button",
            **{"data-download": "yes"},
        ),
        html.Button("Copy link", type="button", className="button", **{"data-copy": "yes"}),
    ]
    return html.Div(buttons, className="actions")
