"""Where deals stand from day to day, as bands of one whole: shapes cut from plain links.

A band is a link cut to its shape (`clip-path` in hundredths), so it needs no script, follows the
theme and the width of the page, prints, and opens its deals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

# A pixel of ground on either side parts two bands, where they are thick enough to be parted.
_PARTED = 0.012


@dataclass(frozen=True)
class Edge:
    """A line across the picture: shares of the whole, from the floor, at each of the days."""

    days: Sequence[int]
    shares: Sequence[float]
    last_day: int

    def lowest(self, first: int, last: int) -> float:
        """Return the lowest share between two days."""
        return min(self._between(first, last))

    def highest(self, first: int, last: int) -> float:
        """Return the highest share between two days."""
        return max(self._between(first, last))

    def _between(self, first: int, last: int) -> list[float]:
        inside = [
            share for day, share in zip(self.days, self.shares, strict=True) if first <= day <= last
        ]
        return [*inside, self._at(first), self._at(last)]

    def _at(self, day: int) -> float:
        """Return the share on any day, on the straight line between two known ones."""
        known = list(zip(self.days, self.shares, strict=True))
        for (before, low), (after, high) in pairwise(known):
            if before <= day <= after:
                return low + (high - low) * (day - before) / (after - before)
        return self.shares[-1]

    def points(self, shifts: Sequence[str]) -> list[str]:
        """Return the corners of the line in CSS, each moved by its shift."""
        return [
            f"{100 * day / self.last_day:.2f}% calc({100 - 100 * share:.2f}%{shift})"
            for day, share, shift in zip(self.days, self.shares, shifts, strict=True)
        ]


def cut(lower: Edge, upper: Edge) -> str:
    """Return the CSS shape of the band between two edges."""
    thick = [high - low > _PARTED for low, high in zip(lower.shares, upper.shares, strict=True)]
    tops = [
        " + 1px" if each and share < 1 else ""
        for each, share in zip(thick, upper.shares, strict=True)
    ]
    floors = [
        " - 1px" if each and share > 0 else ""
        for each, share in zip(thick, lower.shares, strict=True)
    ]
    return f"polygon({', '.join([*upper.points(tops), *reversed(lower.points(floors))])})"


def line(edge: Edge) -> str:
    """Return the CSS shape of a line of two pixels along an edge."""
    above, below = [[sign + " 1px"] * len(edge.days) for sign in (" -", " +")]
    return f"polygon({', '.join([*edge.points(above), *reversed(edge.points(below))])})"


def stacked(parts: Sequence[Sequence[float]]) -> list[list[float]]:
    """Return the edges between parts laid on each other, floor first, ceiling last at one."""
    wholes = [sum(each) or 1.0 for each in zip(*parts, strict=True)]
    edges = [[0.0] * len(wholes)]
    for part in parts:
        below = edges[-1]
        edges.append(
            [low + value / whole for low, value, whole in zip(below, part, wholes, strict=True)]
        )
    edges[-1] = [1.0] * len(wholes)
    return edges
