"""Bars, whiskers and empty tracks: divs whose widths are shares, so they need no script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html

from dashboard.web.parts import Child, aria, heard, percent


@dataclass(frozen=True)
class Segment:
    """One part of a bar: how wide in hundredths, in which colour, and what it opens.

    `spoken` completes its text for those who hear the page, where no name beside the bar opens the
    same; all other parts are for pointers alone.
    """

    width: float
    colour: str
    address: str
    text: Sequence[Child] = ()
    spoken: str = ""


def segments_bar(segments: Sequence[Segment]) -> html.Div:
    """Return a bar of parts; each part opens the deals it stands for."""
    return html.Div(
        [_segment(each) for each in segments if each.width > 0], className="bar bar-parts"
    )


def _segment(part: Segment) -> html.A | html.Span:
    look = {
        "className": f"seg fill-{part.colour}",
        # a gap of the ground parts two segments, so widths grow from shares
        "style": {"flexGrow": f"{part.width:.4f}"},
    }
    text = [html.Span(part.text, className="seg-text")] if part.text else []
    if part.spoken:
        return html.A([*text, heard(f" {part.spoken}")], href=part.address, **look)
    if part.address:
        return html.A(text, href=part.address, tabIndex="-1", **look, **aria(hidden="true"))
    return html.Span(text, **look, **aria(hidden="true"))


def share_bar(
    width: float,
    colour: str,
    spoken: str,
    *,
    size: str = "",
    whisker: tuple[float, float] | None = None,
) -> html.Div:
    """Return one share on its track, with the range luck allows as a whisker."""
    inner: list[Child] = [heard(spoken)]
    if width > 0:
        inner.append(html.Span(className=f"fill fill-{colour}", style={"width": percent(width)}))
    if whisker:
        low, high = whisker
        ends = {"left": percent(low), "width": percent(high - low)}
        inner.append(html.Span(className="whisker", style=ends))
    return html.Div(inner, className=f"track {size}".strip())


def range_bar(low: float, high: float, spoken: str) -> html.Div:
    """Return a share known only between two ends: colour to the low end, grey to the high."""
    inner: list[Child] = [heard(spoken)]
    if low > 0:
        inner.append(html.Span(className="fill fill-vermillion", style={"width": percent(low)}))
    if high > low:
        ends = {"left": percent(low), "width": percent(high - low)}
        inner.append(html.Span(className="fill fill-unknown tail", style=ends))
    return html.Div(inner, className="track small")


def empty_track(size: str = "") -> html.Div:
    """Return the place of a bar that cannot be drawn yet."""
    return html.Div(className=f"track missing {size}".strip(), **aria(hidden="true"))
