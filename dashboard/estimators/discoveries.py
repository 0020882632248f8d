"""Many questions asked at once: which differences stand out although so many were looked at."""

from __future__ import annotations

import math
from collections.abc import Sequence

# Half the width of a 95 % interval, in standard errors.
_HALF_WIDTH = 1.959963984540054


def p_of_interval(low: float, high: float) -> float:
    """Return the two-sided p of a difference from its 95 % interval.

    The middle of the interval over a quarter of its width is read as a normal z: near enough to
    rank, and where the interval leaves zero out p is under 0.05 whatever its shape.
    """
    width = high - low
    if width <= 0:
        return 1.0 if low <= 0 <= high else 0.0
    z = (low + high) / width * _HALF_WIDTH
    return math.erfc(abs(z) / math.sqrt(2))


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """Return the adjusted p of each: the share of false finds among all as far down as it."""
    order = sorted(range(len(p_values)), key=lambda at: p_values[at], reverse=True)
    adjusted = [1.0] * len(p_values)
    least = 1.0
    for from_last, at in enumerate(order):
        rank = len(p_values) - from_last
        least = min(least, p_values[at] * len(p_values) / rank)
        adjusted[at] = least
    return adjusted
