"""The pictures of the slider: the range of one line, and those of all lines, in money a year."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from dash import html

from dashboard import words
from dashboard.present.possible_lines import Lines
from dashboard.web.parts import aria, percent


def fan(lines: Lines, currency: str) -> html.Div:
    """Return the ranges of all lines, gained up: hatched where nobody was called, else solid."""
    low, high = _ends(lines)
    today = lines.at.index(lines.today)
    parts = (("hatched", lines.at[: today + 1]), ("fill-solid", lines.at[today:]))
    drawn = [
        html.Span(className=f"fan-part {look}", style={"clipPath": _outline(lines, run)})
        for look, part in parts
        for run in _unbroken(lines, part)
    ]
    return html.Div(
        [
            *drawn,
            html.Span(className="fan-zero", style={"top": percent(100 * high / (high - low))}),
            html.Span(className="fan-today", style={"left": percent(lines.place(lines.today))}),
            html.Span(className="fan-here"),
            html.Span(f"{words.money(high, currency)} gained", className="fan-end at-top"),
            html.Span(f"{words.money(-low, currency)} lost", className="fan-end at-foot"),
        ],
        className="line-fan",
        **aria(hidden="true"),
    )


def net_bar(lines: Lines, line: float) -> html.Div:
    """Return the range of one line on the axis of them all: lost left of zero, gained right."""
    low, high = _ends(lines)
    money = lines.money(line)
    ends = (money.low, money.high) if money else (0.0, 0.0)
    start, end, zero = (100 * (each - low) / (high - low) for each in (*ends, 0.0))
    look = "hatched" if line < lines.today else "fill-solid"
    place = {"left": percent(start), "width": percent(end - start)}
    return html.Div(
        [
            html.Span(className=f"fill {look}", style=place),
            html.Span(className="zero", style={"left": percent(zero)}),
        ],
        className="line-bar",
        **aria(hidden="true"),
    )


def _ends(lines: Lines) -> tuple[float, float]:
    """Return the ends of the axis of money, zero within."""
    known = [money for line in lines.at if (money := lines.money(line)) is not None]
    low = min([0.0, *(each.low for each in known)])
    high = max([0.0, *(each.high for each in known)])
    return (low, high) if high > low else (-1.0, 1.0)


def _unbroken(lines: Lines, part: Sequence[float]) -> list[list[float]]:
    """Return runs of lines whose ranges are known: nothing is drawn across a gap."""
    runs: list[list[float]] = []
    for before, line in pairwise(part):
        if lines.money(before) is None or lines.money(line) is None:
            continue
        if runs and runs[-1][-1] == before:
            runs[-1].append(line)
        else:
            runs.append([before, line])
    return runs


def _outline(lines: Lines, run: Sequence[float]) -> str:
    """Return the outline of ranges: their upper ends forth, their lower ends back."""
    low, high = _ends(lines)

    def point(line: float, value: float) -> str:
        return f"{percent(lines.place(line))} {percent(100 * (high - value) / (high - low))}"

    known = [(line, money) for line in run if (money := lines.money(line)) is not None]
    upper = [point(line, money.high) for line, money in known]
    lower = [point(line, money.low) for line, money in reversed(known)]
    return f"polygon({', '.join([*upper, *lower])})"
