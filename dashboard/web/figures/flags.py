"""What changed, on an axis of time: numbered flags, the list below them, the cells of a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from dash import html

from dashboard.present.time_flags import Flag, said
from dashboard.web.numbers_table import Cell
from dashboard.web.parts import Child, aria

# Flags nearer than this share of the axis stand in rows below each other, in so many at most.
_NEAR, _ROWS = 0.12, 3


def over(flags: Sequence[Flag], shares: Sequence[float], left: int, right: int) -> list[Child]:
    """Return a line with its flag for each change, over a picture with margins in pixels.

    `shares` say how far along the axis each stands. The list below says the same to those who hear.
    """
    made: list[Child] = []
    row, before = 0, -1.0
    for flag, share in zip(flags, shares, strict=True):
        row = (row + 1) % _ROWS if share - before < _NEAR and made else 0
        before = share
        look = {"left": f"calc({left}px + (100% - {left + right}px) * {share:.4f})"}
        made.append(
            html.Span(
                html.B(str(flag.number), className=f"flag flag-row-{row}"),
                className="time-line breaks" if flag.breaks else "time-line",
                style=look,
                **aria(hidden="true"),
            )
        )
    return made


def listed(flags: Sequence[Flag]) -> list[Child]:
    """Return the list of what changed: its number, its day, and what it does to a line."""
    if not flags:
        return []
    lines = [
        html.Li(
            [
                html.B(str(flag.number), className="flag", **aria(hidden="true")),
                html.Span(said(flag)),
            ],
            className="breaks" if flag.breaks else "",
        )
        for flag in flags
    ]
    return [html.Ol(lines, className="time-marks", **aria(label="What changed"))]


def heading(changed: Sequence[Flag]) -> list[str]:
    """Return the heading of the column of changes; none where nothing changed."""
    return ["What changed"] if changed else []


def cells(changed: Sequence[Flag], month: object) -> list[Cell]:
    """Return the cell of a month in the column of changes; none where nothing changed at all."""
    told = [said(flag) for flag in changed if flag.month == month]
    return [Cell(" ".join(told), is_words=True)] if changed else []


def by_line(changed: Sequence[Flag], months: Sequence[dt.date]) -> dict[dt.date, list[Flag]]:
    """Return the changes of each month of a table; of a month it lacks, with the next it has."""
    found: dict[dt.date, list[Flag]] = {}
    for flag in changed:
        after = [month for month in months if month >= flag.month]
        if after:
            found.setdefault(min(after), []).append(flag)
    return found
