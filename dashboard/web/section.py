"""A section of a page: its title, a line under it, and what it holds."""

from __future__ import annotations

from dash import html

from dashboard.web.parts import Child


def section(title: str, note: str, *body: Child, name: str) -> html.Section:
    """Lay out one section; `name` is where a link may lead."""
    head = html.Div(html.H2(title), className="section-head")
    said = [html.P(note, className="section-note")] if note else []
    return html.Section([head, *said, *body], id=name)
