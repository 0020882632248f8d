"""The smallest pieces of a page: marks, links, texts for those who hear the page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dash import html

from dashboard.present.sentence import Part, plural
from dashboard.present.theme import PATH_MARKS

Child = Any


def aria(**attributes: object) -> dict[str, Any]:
    """Return ARIA attributes under their real names."""
    return {f"aria-{name}": str(value) for name, value in attributes.items()}


def mark(path_class: str | None) -> html.Span:
    """Return a path's own mark; a deal without a path gets none."""
    shape = PATH_MARKS.get(path_class or "", "none")
    return html.Span(className=f"mark mark-{shape}", **aria(hidden="true"))


def heard(text: str) -> html.Span:
    """Return words for those who hear the page instead of seeing it."""
    return html.Span(text, className="heard")


def link(children: Child, address: str, *, label: str | None = None) -> html.A:
    """Return a link under a sentence; its arrow is drawn, not read."""
    return html.A(children, href=address, className="link", **(aria(label=label) if label else {}))


def counted(address: str, subject: str) -> html.A:
    """Return the way to `how is this counted?`, one beside every number."""
    return html.A(
        "?", href=address, className="ask", **aria(label=f"How is this counted? {subject}")
    )


def asked(text: str, address: str) -> list[Child]:
    """Return words and their `?`, which never stands alone on a line."""
    before, _, last = text.rpartition(" ")
    tied = html.Span([last, counted(address, text)], className="tied")
    return [f"{before} ", tied] if before else [tied]


def sentence(parts: Iterable[Part]) -> list[Child]:
    """Return a sentence whose coloured numbers are the coloured parts of its bar."""
    return [html.Span(text, className=f"in-{tone}") if tone else text for text, tone in parts]


def percent(width: float) -> str:
    """Return a CSS width, short."""
    return f"{max(0.0, min(100.0, width)):.2f}%"


def see(number: float | None, noun: str, many: str = "") -> str:
    """Write the words of a link to rows: See the 26 deals."""
    return f"See the one {noun}" if number == 1 else f"See the {plural(number, noun, many)}"
