"""A line of a figure: a name, its bar with the range luck allows, its number, and further ones."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard.web.figures.marks import Mark, label, opens
from dashboard.web.parts import Child, aria, percent


def line(found: Mark, top: float, others: Sequence[Child] = ()) -> html.Li:
    """Return name, bar and number; `others` are further readings in columns of their own."""
    return html.Li(
        [
            html.Span(label(found), className="of"),
            html.Span(bar(found, top), className="at", **aria(hidden="true")),
            opens(found, said(found), "is"),
            *others,
        ],
        className=f"state-{found.state}",
    )


def said(found: Mark) -> list[Child]:
    """Return a mark's number and its k of n."""
    detail = [html.Span(f" ({found.detail})", className="detail")] if found.detail else []
    return [html.B(found.text), *detail]


def bar(found: Mark, top: float, start: float = 0.0) -> Child:
    """Return a bar up to its number, with its whisker; empty where counts speak alone."""
    if not found.is_drawn:
        return None
    value = found.row.value or 0.0
    drawn: list[Child] = [
        html.Span(
            className=f"fill fill-{found.tone}",
            style={"left": percent(100 * start / top), "width": percent(100 * value / top)},
        )
    ]
    if found.row.low is not None and found.row.high is not None:
        low, high = 100 * found.row.low / top, 100 * found.row.high / top
        ends = {"left": percent(low), "width": percent(high - low)}
        drawn.append(html.Span(className="whisker", style=ends))
    if not found.address:
        return html.Span(drawn, className="run")
    # The number beside it is the same link for keys and screen readers.
    return html.A(drawn, href=found.address, className="run", tabIndex="-1")
