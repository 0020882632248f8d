"""Views that the company has named: links in the head of every page, and how to add one."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from dash import html

from dashboard.config import Config
from dashboard.present.pages import page_at
from dashboard.web import url_state
from dashboard.web.parts import Child, aria
from dashboard.web.sheet import Sheet
from dashboard.web.url_state import Known


def named_views(config: Config, known: Known) -> list[tuple[str, str]]:
    """Return name and address of each view; the address is written as the pages write it."""
    return [(each.name, _as_written(each.address, known)) for each in config.views]


def views_menu(sheet: Sheet) -> html.Details:
    """Return the named views, the present one marked, and the lines that would name this one."""
    here = _here(sheet)
    links: list[Child] = [
        html.A(name, href=address, **(aria(current="true") if address == here else {}))
        for name, address in named_views(sheet.config, sheet.known)
    ]
    named = [html.Div(links, className="choices")] if links else []
    return html.Details(
        [
            html.Summary("Views"),
            html.Div([*named, _to_save(sheet, here)], className="menu views"),
        ],
        className="choose act-menu",
        **{"data-once": "yes"},
    )


def _to_save(sheet: Sheet, here: str) -> html.Div:
    """Return the lines of the config that keep this view: the server writes no config itself."""
    return html.Div(
        [
            html.P("To save this view, put these lines into gatecost.toml and start again:"),
            html.Pre(as_toml(_name(sheet), here), id="view-lines"),
            html.Button(
                "Copy the lines",
                type="button",
                className="button",
                **{"data-copy-of": "view-lines"},
            ),
        ],
        className="to-save",
    )


def as_toml(name: str, address: str) -> str:
    """Write a view as the config has it; TOML quotes text as JSON does."""
    name, address = (json.dumps(each, ensure_ascii=False) for each in (name, address))
    return f"[[view]]\nname = {name}\naddress = {address}"


def _name(sheet: Sheet) -> str:
    chosen = [value for name in sorted(sheet.filters.where) for value in sheet.filters.where[name]]
    return ", ".join([page_at(sheet.path).name, *chosen])[:60]


def _here(sheet: Sheet) -> str:
    return f"{sheet.path}{sheet.here().removesuffix('?')}"


def _as_written(address: str, known: Known) -> str:
    parts = urlsplit(address)
    asked = url_state.write(url_state.read(parts.query, known), known)
    return f"{parts.path}{asked.removesuffix('?')}"
