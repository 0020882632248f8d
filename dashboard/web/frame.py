"""The page's frame: head with name and menu, place for the page, place for the drawer."""

from __future__ import annotations

from dash import dcc, html

from dashboard.web.parts import aria

NAME = "Pipeline trust"


def frame() -> html.Div:
    """Return the page's frame; it holds no figure, so it may be told to anybody."""
    return html.Div(
        [
            dcc.Location(id="address", refresh=False),
            dcc.Store(id="view"),
            dcc.Store(id="beside"),
            dcc.Store(id="theme-shown"),
            html.A("To the content", href="#page", className="skip"),
            _header(),
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


def _header() -> html.Header:
    return html.Header(
        [
            html.A(
                [html.Span(className="logo", **aria(hidden="true")), NAME],
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
    )
