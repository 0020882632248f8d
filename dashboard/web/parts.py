"""The smallest pieces of a page: marks, links, texts for those who hear the page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dash import html

from dashboard import words
from dashboard.present.theme import PATH_MARKS

Child = Any
Part = tuple[str, str]


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


def plain(parts: Iterable[Part]) -> str:
    """Return a sentence without its colours."""
    return "".join(text for text, _ in parts)


def share(part: float | None, whole: float | None) -> float:
    """Return a part's width in hundredths, 0 where there is no whole."""
    return 100.0 * part / whole if part and whole else 0.0


def percent(width: float) -> str:
    """Return a CSS width, short."""
    return f"{max(0.0, min(100.0, width)):.2f}%"


def see(number: float | None, noun: str, many: str = "") -> str:
    """Write the words of a link to rows: See the 26 deals."""
    return f"See the one {noun}" if number == 1 else f"See the {plural(number, noun, many)}"


def plural(number: float | None, noun: str, many: str = "") -> str:
    """Write a count with its noun: 1 win, 9 wins, 3 people."""
    return f"{words.count(number)} {noun if number == 1 else many or noun + 's'}"
