"""Two groups compared like for like, over strata of the same mix."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from dashboard.estimators.intervals import LEVEL, critical_value

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

Mix = Literal["first", "second", "pooled"]

# Added to the events, and to the others, of each cell when its variance is taken.
ADDED = 1.0
# Fewer common strata, or fewer records in them, and the mix compared is no longer the group's.
LEAST_STRATA = 4
LEAST_SHARE = 0.8
# A change of sign among differences below one point is noise, not a paradox.
PLAIN_DIFFERENCE = 0.01


@dataclass(frozen=True)
class Difference:
    """A difference of two shares with its standard error and interval."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    standard_error: float | None = None


@dataclass(frozen=True)
class Strata:
    """Events and records of two groups, one entry a stratum."""

    k1: NDArray[np.float64]
    n1: NDArray[np.float64]
    k0: NDArray[np.float64]
    n0: NDArray[np.float64]

    def common(self) -> Strata:
        """Return the strata in which both groups have records."""
        both = (self.n1 > 0) & (self.n0 > 0)
        return Strata(self.k1[both], self.n1[both], self.k0[both], self.n0[both])


@dataclass(frozen=True)
class Overlap:
    """How far the two groups can be compared at all."""

    strata: int
    share_of_first: float | None
    is_comparable: bool


def strata(k1: ArrayLike, n1: ArrayLike, k0: ArrayLike, n0: ArrayLike) -> Strata:
    """Return the strata as arrays; group 1 is the one in question (deals from outside)."""
    arrays = [np.asarray(values, dtype=np.float64) for values in (k1, n1, k0, n0)]
    if len({values.shape for values in arrays}) != 1 or arrays[0].ndim != 1:
        raise ValueError("The four columns of the strata must be of one length.")
    result = Strata(*arrays)
    if np.any(result.k1 < 0) or np.any(result.k0 < 0):
        raise ValueError("A stratum has fewer than no events.")
    if np.any(result.k1 > result.n1) or np.any(result.k0 > result.n0):
        raise ValueError("A stratum has more events than records.")
    return result


def crude_difference(table: Strata) -> float | None:
    """Return the difference of the two shares without regard to strata."""
    n1, n0 = float(table.n1.sum()), float(table.n0.sum())
    if n1 == 0 or n0 == 0:
        return None
    return float(table.k1.sum()) / n1 - float(table.k0.sum()) / n0


def standardised_difference(
    table: Strata, mix: Mix = "first", *, added: float = ADDED, level: float = LEVEL
) -> Difference:
    """Return the difference both groups would show with the same mix of strata.

    In words: the differences within strata, weighted by the first group's records ("first": what
    would the others have done with the same mix), the second's, or both. Variance with
    (k + 1) / (n + 2), since k/n claims certainty in strata without events (`added` = 0 is the
    textbook's plug-in). It misleads when strata without one of the groups, left out here, hold
    much of the mix (see `overlap`), and it is no proof of cause. Miettinen (1972); Agresti and
    Caffo (2000).
    """
    common = table.common()
    if common.n1.size == 0:
        return Difference()
    weights = {"first": common.n1, "second": common.n0, "pooled": common.n1 + common.n0}[mix]
    weights = weights / weights.sum()
    value = float(np.sum(weights * (common.k1 / common.n1 - common.k0 / common.n0)))
    first = _variance(common.k1, common.n1, added)
    second = _variance(common.k0, common.n0, added)
    return _with_interval(value, float(np.sum(weights**2 * (first + second))), level)


def mantel_haenszel_difference(table: Strata, *, level: float = LEVEL) -> Difference:
    """Return the Mantel-Haenszel risk difference with Sato's variance.

    In words: the differences within strata, weighted by n1 n0 / N, so that strata where the groups
    overlap count most; good for many thin strata. It misleads when the difference varies much
    between strata: the mix it describes is that of neither group.
    Greenland and Robins (1985); Sato (1989), Biometrics 45:1323.
    """
    t = table.common()
    if t.n1.size == 0:
        return Difference()
    n = t.n1 + t.n0
    total = float(np.sum(t.n1 * t.n0 / n))
    value = float(np.sum((t.k1 * t.n0 - t.k0 * t.n1) / n)) / total
    p = (t.n1**2 * t.k0 - t.n0**2 * t.k1 + t.n1 * t.n0 * (t.n0 - t.n1) / 2) / n**2
    q = (t.k1 * (t.n0 - t.k0) + t.k0 * (t.n1 - t.k1)) / (2 * n)
    variance = (value * float(np.sum(p)) + float(np.sum(q))) / total**2
    return _with_interval(value, max(variance, 0.0), level)


def overlap(table: Strata) -> Overlap:
    """Return whether enough strata hold both groups, and enough of the first group lies in them."""
    common = table.common()
    first = float(table.n1.sum())
    share = float(common.n1.sum()) / first if first else None
    enough = common.n1.size >= LEAST_STRATA and share is not None and share >= LEAST_SHARE
    return Overlap(int(common.n1.size), share, enough)


def simpson_alarm(crude: float | None, like_for_like: Difference) -> bool:
    """Return whether the crude difference tells another story than like for like.

    It does when the signs differ and both exceed one point, or when the two lie further apart
    than half the width of the interval. Simpson (1951).
    """
    value = like_for_like.value
    if crude is None or value is None or like_for_like.low is None or like_for_like.high is None:
        return False
    turned = crude * value < 0 and min(abs(crude), abs(value)) > PLAIN_DIFFERENCE
    half_width = (like_for_like.high - like_for_like.low) / 2
    return turned or abs(crude - value) > half_width


def _variance(k: NDArray[np.float64], n: NDArray[np.float64], added: float) -> NDArray[np.float64]:
    share = (k + added) / (n + 2 * added)
    return np.asarray(share * (1 - share) / n, dtype=np.float64)


def _with_interval(value: float, variance: float, level: float) -> Difference:
    error = math.sqrt(variance)
    reach = critical_value(level) * error
    return Difference(value, max(-1.0, value - reach), min(1.0, value + reach), error)
