"""The lines that a gate could have: what each would change in a year, in order of score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.measures.result import Row

# Where no other line is asked for, the nearest are told that are so many points from today's.
_BESIDE = 10.0
# So many scores to either side of today's line can be tried: what is known speaks of small moves.
_REACH = 20


@dataclass(frozen=True)
class Money:
    """The range of money that one line would change in a year: what is lost lies below zero."""

    low: float
    high: float

    @property
    def is_open(self) -> bool:
        """Say whether it could be either."""
        return self.low < 0 < self.high


@dataclass(frozen=True)
class Lines:
    """The lines there could be, in order of score, and what each would change in a year."""

    at: tuple[float, ...]
    today: float
    rows: Mapping[tuple[float, str], Row]

    def row(self, line: float, statistic: str) -> Row | None:
        """Return what one of the lines would change."""
        return self.rows.get((line, statistic))

    def money(self, line: float) -> Money | None:
        """Return the range of money of a line; nothing where it cannot be said."""
        row = self.row(line, "net")
        if row is None or row.low is None or row.high is None:
            return None
        return Money(row.low, row.high)

    def place(self, line: float) -> float:
        """Return where a line stands among them, in hundredths of the way."""
        return 100 * self.at.index(line) / (len(self.at) - 1)

    def nearest(self, score: float | None) -> float:
        """Return the line nearest to a score, the lower of two; today's where none is asked."""
        if score is None:
            return self.today
        return _nearest(self.at, score)

    def beside(self) -> tuple[float, ...]:
        """Return a line below today's and one above, as far as there are any."""
        below = [line for line in self.at if line < self.today]
        above = [line for line in self.at if line > self.today]
        lower = max((line for line in below if line <= self.today - _BESIDE), default=None)
        higher = min((line for line in above if line >= self.today + _BESIDE), default=None)
        ends = (below[0] if below else None, above[-1] if above else None)
        found = (lower if lower is not None else ends[0], higher if higher is not None else ends[1])
        return tuple(line for line in found if line is not None)


def lines_of(rows: Iterable[Row]) -> Lines | None:
    """Return the lines of an answer; nothing where it has fewer than two."""
    found = {(float(str(row.keys["line"])), str(row.keys["statistic"])): row for row in rows}
    at = tuple(sorted({line for line, statistic in found if statistic == "net"}))
    told = (row.details.get("line_today") for (_, what), row in found.items() if what == "net")
    today = next((float(str(each)) for each in told if each is not None), None)
    if today is None or len(at) < 2:
        return None
    # A line between two scores stands at the one nearest to it.
    place = at.index(_nearest(at, today))
    return Lines(at[max(0, place - _REACH) : place + _REACH + 1], at[place], found)


def _nearest(lines: Sequence[float], score: float) -> float:
    return min(lines, key=lambda line: (abs(line - score), line))
