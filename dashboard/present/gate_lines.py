"""The lines of the gate's balance on one axis of money: lost left of zero, saved right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard import words
from dashboard.measures.result import Row
from dashboard.present import gate_words
from dashboard.present.figures import nice_ticks

_TICKS = 3
# The shorter side of zero is at least this part of the axis, so that zero never is at its edge.
_LEAST_SIDE = 0.06
# component: its name, what is counted in it, and its name in short
LINES = {
    "turned_away": (
        "Turned away, did not come back",
        "What they would have bought, if called",
        "turned away, not back",
    ),
    "waiting": (
        "Waiting for a first talk",
        "Deals that cooled while the gate decided",
        "waiting",
    ),
    "running": ("Running the gate", "Screening hours and tools", "running it"),
    "hours_kept": (
        "Sellers' time kept free",
        "Hours not spent on those turned away",
        "sellers' time kept free",
    ),
}


@dataclass(frozen=True)
class Bar:
    """One line of the balance on the axis: saved above zero, lost below.

    `low` and `high` are its ends as they stand on the axis, None where they are not known; `solid`
    is the end of what holds whatever is assumed, as far from zero.
    """

    row: Row
    low: float | None
    high: float | None
    solid: float = 0.0

    @property
    def name(self) -> str:
        """Return which line it is."""
        return str(self.row.keys["component"])

    @property
    def short(self) -> str:
        """Return its name as it stands in a row of others."""
        return LINES[self.name][2]

    @property
    def is_credit(self) -> bool:
        """Say whether it stands to the right of zero."""
        return self.row.details.get("side") == "credit"

    @property
    def ends(self) -> tuple[float, ...]:
        """Return the places it reaches."""
        return () if self.low is None or self.high is None else (self.low, self.high)


@dataclass(frozen=True)
class Scale:
    """The axis of money: its ends and its ticks."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def place(self, value: float) -> float:
        """Return where an amount stands, in hundredths of the axis."""
        return 100 * (value - self.low) / (self.high - self.low)


def bars_of(rows: Iterable[Row]) -> list[Bar]:
    """Return the lines of an answer, costs first, as they stand on the axis."""
    found = [_bar(row) for row in rows if row.keys.get("component") in LINES]
    return sorted(found, key=lambda each: (each.is_credit, [*LINES].index(each.name)))


def _bar(row: Row) -> Bar:
    if row.low is None or row.high is None:
        return Bar(row, None, None)
    certain = float(str(row.details.get("certain") or 0.0))
    if row.details.get("side") == "credit":
        return Bar(row, row.low, row.high, certain)
    return Bar(row, -row.high, -row.low, -certain)


def scale_of(ends: Sequence[float]) -> Scale:
    """Return the axis on which all of these have their place, with zero and round ticks."""
    low, high = min([0.0, *ends]), max([0.0, *ends])
    least = _LEAST_SIDE * (high - low or 1.0)
    low, high = min(low, -least), max(high, least)
    steps = nice_ticks(max(-low, high), _TICKS)
    ticks = [-each for each in reversed(steps[1:]) if -each >= low]
    ticks += [each for each in steps if each <= high]
    return Scale(low, high, tuple(ticks))


def range_said(bar: Bar, currency: str) -> str:
    """Write both ends of a line, the nearer to zero first; its side is told by where it stands."""
    if bar.low is None or bar.high is None:
        return words.UNKNOWN
    if bar.low < 0 < bar.high:
        low, high = (gate_words.amount(each, currency) for each in bar.ends)
        return f"{low} to {high}"
    near, far = (words.money(each, currency) for each in sorted(map(abs, bar.ends)))
    return far if near == far else f"{near} to {far}"
