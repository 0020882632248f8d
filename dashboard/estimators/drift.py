"""How fast two groups drew apart before anything was changed: the slope of their gap by month."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from dashboard.estimators.intervals import LEVEL, UNDEFINED, Interval, critical_value

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

# Fewer months than this tell no direction from a single odd one.
FEWEST_MONTHS = 4
# Half the width of a 95 % interval, in standard errors.
_HALF_WIDTH = 1.959963984540054


def drift(
    months: ArrayLike, gaps: ArrayLike, errors: ArrayLike, *, level: float = LEVEL
) -> Interval:
    """Return by how much a gap grows from one month to the next, by weighted least squares.

    In words: the straight line through the gaps, each as heavy as one over its squared standard
    error; the error of its slope is widened by the root of the mean squared deviation where the
    months scatter more than their own errors tell (Birge's ratio, never below one). It misleads
    where a gap bends instead of growing evenly, and a range that holds zero is no proof of none:
    read how much it leaves open. Fewer than four months give none.
    Cochran (1937); Birge (1932), Physical Review 40:207.
    """
    x, y, se = (np.asarray(each, dtype=np.float64) for each in (months, gaps, errors))
    if not (x.shape == y.shape == se.shape) or np.any(se <= 0):
        raise ValueError("Each month needs a gap and a standard error above 0.")
    if x.size < FEWEST_MONTHS or np.all(x == x[0]):
        return UNDEFINED
    weights = 1 / se**2
    middle = float(np.sum(weights * x) / np.sum(weights))
    spread = float(np.sum(weights * (x - middle) ** 2))
    level_of_gap = float(np.sum(weights * y) / np.sum(weights))
    slope = float(np.sum(weights * (x - middle) * (y - level_of_gap)) / spread)
    left = y - level_of_gap - slope * (x - middle)
    birge = float(np.sum(weights * left**2) / (x.size - 2))
    half = critical_value(level) * math.sqrt(max(1.0, birge) / spread)
    return Interval(slope, slope - half, slope + half)


def standard_error(found: Interval) -> float | None:
    """Return the standard error that a 95 % interval stands for: a quarter of it, roughly.

    None without an interval, or where it has no width.
    """
    if found.low is None or found.high is None or found.high <= found.low:
        return None
    return (found.high - found.low) / (2 * _HALF_WIDTH)
