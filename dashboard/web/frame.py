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
            dcc.Store(id="find-asked"),
            html.A("To the content", href="#page", className="skip"),
            _header(),
            html.Div(
                [
                    html.Main(
                        html.P("Reading the answers.", className="note"), id="page", tabIndex="-1"
                    ),
                    html.Aside(id="drawer", **aria(label="Behind the number")),
                ],
                className="beside",
            ),
            _find(),
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
            html.Div(
                [
                    html.Button(
                        [html.Kbd("/", **aria(hidden="true")), "find"],
                        id="find-open",
                        type="button",
                        **aria(keyshortcuts="/", haspopup="dialog"),
                    ),
                    html.Button(
                        html.Span(className="half", **aria(hidden="true")),
                        id="theme",
                        type="button",
                        **aria(label="Light or dark"),
                    ),
                    html.Button(
                        "Menu",
                        id="menu-open",
                        type="button",
                        **aria(expanded="false", controls="menu"),
                    ),
                ],
                className="tools",
            ),
        ],
        id="head",
    )


def _find() -> html.Dialog:
    """Return the place of the search; a script makes its field and opens it."""
    return html.Dialog(
        [
            html.Div(
                [
                    html.Div(id="find-field"),
                    html.Button(
                        ["Esc ", html.Span("✕", **aria(hidden="true"))],
                        id="find-close",
                        type="button",
                        className="close",
                        **aria(label="Esc: close"),
                    ),
                ],
                className="find-head",
            ),
            html.Div(id="find-list", role="listbox", **aria(label="What was found")),
            html.P(id="find-none", className="note", hidden=True),
        ],
        id="find",
        **aria(label="Find a question, a page or a word"),
    )
