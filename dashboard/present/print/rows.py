"""Lines of a figure on paper: a name, its bar with the range luck allows, its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.measures.result import Row
from dashboard.present.marks import Mark
from dashboard.present.print.paper import TYPE, Paper, fitted, width_of

# A line has its name above its bar, so that it is read on a phone too.
LINE, _BAR = 40.0, 12.0
_NAME_AT, _BAR_AT = 9.0, 21.0


@dataclass(frozen=True)
class Ends:
    """The axis of a group of lines: its values at the left and the right edge."""

    low: float
    high: float

    def place(self, value: float, width: float) -> float:
        """Return where a value stands, in pixels."""
        return width * (value - self.low) / ((self.high - self.low) or 1.0)


def share_row(
    paper: Paper, row: Row, top: float, name: str, path: str, said: tuple[str, str]
) -> None:
    """Draw one share of a whole: its name, what the filled part is, what the rest is."""
    left = 0.0
    if path:
        paper.mark(path, 0, top + _NAME_AT)
        left = 16.0
    paper.text(left, top + _NAME_AT, name, "ink")
    value, width = row.value or 0.0, paper.width
    colour = {"in_flow": "blue", "bypassed": "vermillion"}.get(path, "solid")
    bar = 20.0
    paper.rect(0, top + 18, width, bar, "sunk")
    paper.rect(0, top + 18, width * value, bar, colour)
    middle = top + 18 + bar / 2
    if row.low is not None and row.high is not None:
        paper.whisker(width * row.low, width * row.high, middle)
    after = width * max(value, row.high or 0.0) + 8
    wide = width_of(said[0], bold=True)
    rest = width - width_of(said[1]) - 8
    if after + wide < width:
        paper.text(after, middle, said[0], "ink", bold=True)
    if after + wide + 10 < rest:
        paper.text(width - 8, middle, said[1], "ink3", anchor="end")


def line_of(paper: Paper, found: Mark, top: float, ends: Ends, others: Sequence[str] = ()) -> None:
    """Draw one line: name and number above, the bar below; counts alone where they are few."""
    left = 0.0
    if found.path:
        paper.mark(found.path, 0, top + _NAME_AT)
        left = 16.0
    wide = _number(paper, found, " · ".join(each for each in (found.detail, *others) if each), top)
    paper.text(left, top + _NAME_AT, fitted(found.name, paper.width - wide - left - 12), "ink")
    if found.is_drawn:
        bar_of(paper, found, top + _BAR_AT, ends)


def _number(paper: Paper, found: Mark, said: str, top: float) -> float:
    """Write the number to the right, its count behind it in grey, and return how wide they are."""
    tail = width_of(said) + 8 if said else 0.0
    if said:
        paper.text(paper.width, top + _NAME_AT, said, "ink3", anchor="end")
    paper.text(paper.width - tail, top + _NAME_AT, found.text, "ink", bold=True, anchor="end")
    return tail + width_of(found.text, bold=True)


def bar_of(paper: Paper, found: Mark, top: float, ends: Ends, height: float = _BAR) -> None:
    """Draw a bar from zero to its number, what cannot be told in grey, and the range of luck."""
    row, width = found.row, paper.width
    zero = ends.place(0.0, width)
    if found.unit == "share":
        paper.rect(0, top, width, height, "sunk")
    start = row.bound_low if row.bound_low is not None else row.value or 0.0
    at = ends.place(start, width)
    tone = "unknown" if found.tone == "small" else found.tone
    paper.rect(min(zero, at), top, abs(at - zero), height, tone)
    if row.bound_high is not None and row.bound_high > start:
        paper.rect(at, top, ends.place(row.bound_high, width) - at, height, "unknown")
    if row.low is not None and row.high is not None:
        paper.whisker(ends.place(row.low, width), ends.place(row.high, width), top + height / 2)
    if ends.low < 0:
        paper.line([(zero, top - 3), (zero, top + height + 3)], "ink", 2)


def head(paper: Paper, top: float, text: str) -> None:
    """Write what a group of lines is, above it."""
    paper.text(0, top + 8, text, "ink3", size=TYPE)
