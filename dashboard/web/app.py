"""The dashboard as a web server: one page from its address, one drawer, three files."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from pathlib import Path

import waitress
from dash import MATCH, ClientsideFunction, Input, Output, State, dcc, html
from flask import Response, request

from dashboard.errors import ConfigError, GatecostError
from dashboard.measures.access import User
from dashboard.present import theme
from dashboard.web import rendering
from dashboard.web.desk import Desk, desk_of
from dashboard.web.guard import QuietDash, harden
from dashboard.web.parts import Child, aria

_LOG = logging.getLogger(__name__)
_NAME = "Pipeline trust"
_THREADS = 8

_INDEX = """<!DOCTYPE html>
<html lang="en">
<head>
{%metas%}
<title>{%title%}</title>
<link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">
<script src="/assets/boot.js"></script>
<style>TOKENS</style>
{%css%}
</head>
<body>
{%app_entry%}
{%config%}
{%scripts%}
{%renderer%}
</body>
</html>"""

Opener = Callable[[], Desk]
UserOf = Callable[[], User | None]
CsvOf = Callable[[Desk, str, User | None], tuple[str, str] | None]


def nobody() -> User | None:
    """Return no particular reader: the workspace's own limits alone apply."""
    return None


def build_app(
    opener: Opener,
    *,
    host: str = "127.0.0.1",
    trusted_hosts: tuple[str, ...] = (),
    user_of: UserOf = nobody,
) -> QuietDash:
    """Return the app; `opener` gives the desk of the served warehouse at every request."""
    app = QuietDash(
        "gatecost",
        title=_NAME,
        update_title=None,
        compress=True,
        health_endpoint="healthz",
        assets_folder=str(Path(__file__).parent / "assets"),
        assets_ignore=r"boot\.js|favicon\.svg",
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    app.index_string = _INDEX.replace("TOKENS", theme.css_variables())
    app.layout = _frame()
    harden(app, host, trusted_hosts)
    _connect(app, opener, user_of)
    _add_files(app, opener, user_of)
    return app


def serve(workspace: Path, host: str, port: int) -> None:
    """Serve a workspace's dashboard until stopped; a new build is shown at the next request."""
    opener = desk_of(workspace)
    app = build_app(opener, host=host, trusted_hosts=opener().config.server.trusted_hosts)
    # A browser asks for a dozen files at once: a short queue is no news.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    waitress.serve(app.server, host=host, port=port, threads=_THREADS, ident=None)


def _connect(app: QuietDash, opener: Opener, user_of: UserOf) -> None:
    app.clientside_callback(
        ClientsideFunction("gatecost", "split"),
        Output("view", "data"),
        Output("beside", "data"),
        Input("address", "pathname"),
        Input("address", "search"),
    )

    def show_page(view: object) -> tuple[Child, Child]:
        path, query = _place(view)
        desk, user = opener(), user_of()
        return rendering.menu(desk, path, query, user), rendering.page(desk, path, query, user)

    def show_drawer(query: object) -> Child:
        return rendering.drawer(opener(), query, user_of()) if query else []

    # A figure is painted with the page's own colours, anew when the theme changes.
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

    def show_late(view: object, named: object) -> Child:
        path, query = _place(view)
        measure_id = named.get("of") if isinstance(named, dict) else None
        return rendering.late_line(opener(), path, query, measure_id, user_of())

    app.callback(
        Output({"kind": "late", "of": MATCH}, "children"),
        Input({"kind": "late-view", "of": MATCH}, "data"),
        State({"kind": "late-view", "of": MATCH}, "id"),
    )(show_late)
    shown = Output("menu", "children"), Output("page", "children")
    app.callback(*shown, Input("view", "data"))(show_page)
    app.callback(Output("drawer", "children"), Input("beside", "data"))(show_drawer)


def _place(view: object) -> tuple[str, str]:
    """Take path and query apart; whatever a stranger sends instead leads to the Overview."""
    path, _, query = view.partition("?") if isinstance(view, str) else ("/", "", "")
    return path or "/", query


def _add_files(app: QuietDash, opener: Opener, user_of: UserOf) -> None:
    files: dict[str, CsvOf] = {
        "rows": rendering.rows_csv,
        "figure": rendering.figure_csv,
        "figures": rendering.page_csv,
    }

    def csv_file(name: str, page: str = "") -> Response:
        make = files.get(name)
        if page:
            of_page = functools.partial(rendering.page_csv, path=f"/{page}")
            make = of_page if name == "figures" else None
        query = request.query_string.decode("ascii", "replace")
        try:
            made = make(opener(), query, user_of()) if make else None
        except ConfigError as error:
            return Response(f"{error}\n", status=400, mimetype="text/plain")
        except GatecostError:
            _LOG.exception("%s could not be written", name)
            text = "This file could not be written; the server's log says why.\n"
            return Response(text, status=500, mimetype="text/plain")
        if made is None:
            return Response("There is no such file.\n", status=404, mimetype="text/plain")
        file_name, text = made
        # File names are ours: ids of measures and dates, never text from the address.
        disposition = f'attachment; filename="{file_name}"'
        return Response(text, mimetype="text/csv", headers={"Content-Disposition": disposition})

    app.server.add_url_rule("/csv/<name>", "csv_file", csv_file)
    app.server.add_url_rule("/csv/<name>/<page>", "csv_of_page", csv_file)


def _frame() -> html.Div:
    """Return the page's frame; it holds no figure, so it may be told to anybody."""
    return html.Div(
        [
            dcc.Location(id="address", refresh=False),
            dcc.Store(id="view"),
            dcc.Store(id="beside"),
            dcc.Store(id="theme-shown"),
            html.A("To the content", href="#page", className="skip"),
            html.Header(
                [
                    html.A(
                        [html.Span(className="logo", **aria(hidden="true")), _NAME],
                        href="/",
                        className="brand",
                    ),
                    html.Nav(id="menu", **aria(label="Pages")),
                    html.Button(
                        html.Span(className="half", **aria(hidden="true")),
                        id="theme",
                        type="button",
                        **aria(label="Light or dark"),
                    ),
                ]
            ),
            html.Div(
                [
                    html.Main(html.P("Reading the answers.", className="note"), id="page"),
                    html.Aside(id="drawer", **aria(label="Behind the number")),
                ],
                className="beside",
            ),
            html.Div(id="said", className="heard", role="status"),
        ],
        className="frame",
    )
