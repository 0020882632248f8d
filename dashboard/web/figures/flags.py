"""What changed, on an axis of time: numbered flags, the list of them below, rows of tables."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard import words
from dashboard.measures.time_marks import TimeMark
from dashboard.web.marks_of_time import Flag
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
                html.Span(" ".join(_said(flag))),
            ],
            className="breaks" if flag.breaks else "",
        )
        for flag in flags
    ]
    return [html.Ol(lines, className="time-marks", **aria(label="What changed"))]


def _said(flag: Flag) -> list[str]:
    count = len(flag.marks)
    head = [f"{count} changes in {words.month(flag.month)}."] if count > 1 else []
    said = [f"{words.date(mark.day)}: {_label(mark)}." for mark in flag.marks]
    return [*head, *said, *breaking(flag)]


def breaking(flag: Flag) -> list[str]:
    """Say what a changed definition does to the numbers beside it."""
    days = [mark for mark in flag.marks if mark.breaks]
    if not days:
        return []
    told = words.listed([words.date(mark.day) for mark in days])
    said = f"Numbers before and after {told} are not counted alike."
    mixed = any(mark.splits_month for mark in days)
    return [said, *([f"{words.month(flag.month)} holds days of both."] if mixed else [])]


def from_here(flag: Flag) -> str:
    """Write a change as a row of a table, above the first month that it touches."""
    return "; ".join(
        f"From {words.date(mark.day) if mark.splits_month else 'here'}: {_label(mark)}"
        for mark in flag.marks
    )


def _label(mark: TimeMark) -> str:
    label = mark.label.rstrip(".")
    return f"{label}, a changed definition" if mark.breaks else label
