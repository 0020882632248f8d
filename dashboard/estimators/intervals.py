"""Intervals for shares, differences of shares and medians. Undefined is None, never 0."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

LEVEL = 0.95
# Sums of money differ in their last digits by the order of adding.
ROUNDING = 1e-9
# This many standard deviations below the middle the binomial holds nothing a float can tell.
WINDOW = 12


@dataclass(frozen=True)
class Interval:
    """An estimate and the range that chance alone would leave open."""

    value: float | None = None
    low: float | None = None
    high: float | None = None


UNDEFINED = Interval()


@cache
def critical_value(level: float) -> float:
    """Return how many standard errors a two-sided interval of this level reaches."""
    if not 0 < level < 1:
        raise ValueError(f"The level must lie between 0 and 1, not {level}.")
    return NormalDist().inv_cdf((1 + level) / 2)


def wilson_bounds(
    share: NDArray[np.float64], n: ArrayLike, level: float = LEVEL
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the Wilson bounds of many shares at once, n above 0."""
    size = np.asarray(n, dtype=np.float64)
    z = critical_value(level)
    middle = (share + z * z / (2 * size)) / (1 + z * z / size)
    spread = np.sqrt(share * (1 - share) / size + (z / (2 * size)) ** 2)
    half = z * spread / (1 + z * z / size)
    low = np.where(share <= 0, 0.0, np.clip(middle - half, 0, share))
    high = np.where(share >= 1, 1.0, np.clip(middle + half, share, 1))
    return low, high


def wilson(
    k: float, n: float, *, n_effective: float | None = None, level: float = LEVEL
) -> Interval:
    """Return k of n with Wilson's score interval.

    In words: all shares p for which k/n lies within z standard errors, the error taken at p.
    `n_effective` is n / deff where records share accounts. It misleads for fewer than about ten
    records of a rare event: 0.01 is covered by 10 records 90.4 % of the time, not 95 %.
    Wilson (1927); Newcombe (1998), Statistics in Medicine 17:857.
    """
    share = _share(k, n)
    if share is None:
        return UNDEFINED
    low, high = wilson_bounds(np.array(share), _size(n, n_effective), level)
    return Interval(share, float(low), float(high))


def newcombe(
    k1: float,
    n1: float,
    k2: float,
    n2: float,
    *,
    n1_effective: float | None = None,
    n2_effective: float | None = None,
    level: float = LEVEL,
) -> Interval:
    """Return k1/n1 - k2/n2 with Newcombe's hybrid score interval.

    In words: the distances from each share to its Wilson bounds, added as squares. It misleads
    for groups that share records: those need a paired interval, this one is far too wide.
    Newcombe (1998), Statistics in Medicine 17:873, method 10.
    """
    share1, share2 = _share(k1, n1), _share(k2, n2)
    if share1 is None or share2 is None:
        return UNDEFINED
    sizes = [_size(n1, n1_effective), _size(n2, n2_effective)]
    lows, highs = wilson_bounds(np.array([share1, share2]), sizes, level)
    down = math.hypot(share1 - lows[0], highs[1] - share2)
    up = math.hypot(highs[0] - share1, share2 - lows[1])
    value = share1 - share2
    return Interval(value, max(-1.0, value - down), min(1.0, value + up))


def kish_size(sum_v: float, sum_v2: float) -> float | None:
    """Return how many equal records these amounts are worth: (sum v)^2 / sum v^2 (Kish 1965)."""
    return sum_v * sum_v / sum_v2 if sum_v > 0 and sum_v2 > 0 else None


def kish_wilson(
    sum_v_event: float, sum_v: float, sum_v2: float, *, level: float = LEVEL
) -> Interval:
    """Return the share of money with Wilson's interval on Kish's effective number.

    It misleads where the size of an amount decides the outcome, since the interval treats the
    two as unrelated. Amounts below zero that push the share out of 0..1 leave it undefined.
    Kish (1965), Survey Sampling.
    """
    size = kish_size(sum_v, sum_v2)
    slack = ROUNDING * sum_v
    if size is None or not -slack <= sum_v_event <= sum_v + slack:
        return UNDEFINED
    return wilson(min(max(sum_v_event, 0.0), sum_v), sum_v, n_effective=size, level=level)


def design_effect(n: float, p: float | None, sum_yy: float, sum_ym: float, sum_mm: float) -> float:
    """Return by how much accounts with several records widen the variance of a share, at least 1.

    In words: the sum over accounts of (events - p x records)^2, divided by n p (1 - p); the
    three sums run over accounts, y its events and m its records. For money y and m are amounts and
    n the sum of their squares, and the result divides Kish's number. It is too small where a few
    accounts hold most records: with 30 uneven accounts Wilson's 95 % interval held the truth 91 %
    of the time, and a single account gives 1. Kish (1965), Survey Sampling.
    """
    if p is None or n <= 0 or not 0 < p < 1:
        return 1.0
    between = sum_yy - 2 * p * sum_ym + p * p * sum_mm
    return max(1.0, between / (n * p * (1 - p)))


def median_interval(
    days: ArrayLike,
    counts: ArrayLike,
    *,
    n_effective: float | None = None,
    level: float = LEVEL,
) -> Interval:
    """Return the plain median of a day histogram with its order-statistic interval.

    In words: of the sorted records, the one so far from either end that a fair coin leaves at
    most 2.5 % beyond it. No interval below six records. It misleads where unfinished records
    are missing from the histogram: those who finished are the fast ones.
    Thompson (1936); David and Nagaraja (2003), Order Statistics, 7.1.
    """
    order = np.argsort(np.asarray(days, dtype=np.float64), kind="stable")
    values = np.asarray(days, dtype=np.float64)[order]
    upto = np.cumsum(np.asarray(counts, dtype=np.int64)[order])
    n = int(upto[-1]) if upto.size else 0
    if n == 0:
        return UNDEFINED

    def ranked(rank: int) -> float:
        return float(values[np.searchsorted(upto, rank)])

    median = (ranked((n + 1) // 2) + ranked(n // 2 + 1)) / 2
    size = n if n_effective is None else min(n, math.floor(n_effective))
    rank = _outer_rank(size, level)
    if rank is None:
        return Interval(median)
    rank = (rank - 1) * n // size + 1
    return Interval(median, ranked(rank), ranked(n - rank + 1))


def _share(k: float, n: float) -> float | None:
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is not a share.")
    return k / n if n else None


def _size(n: float, n_effective: float | None) -> float:
    size = n if n_effective is None else n_effective
    if not size > 0:
        raise ValueError(f"The effective number of records must be above 0, not {size}.")
    return size


def _outer_rank(n: int, level: float) -> int | None:
    """Return the largest r with P(fewer than r heads of n) <= (1 - level) / 2, or None."""
    if n < 1:
        return None
    middle = n // 2
    lowest = max(0, middle - math.ceil(WINDOW * math.sqrt(n) / 2))
    heads = np.arange(middle, lowest, -1)
    top = (
        math.lgamma(n + 1) - math.lgamma(middle + 1) - math.lgamma(n - middle + 1)
    ) - n * math.log(2)
    logs = top + np.concatenate([[0.0], np.cumsum(np.log(heads / (n - heads + 1)))])
    at_most = np.cumsum(np.exp(logs[::-1]))
    fitting = int(np.searchsorted(at_most, (1 - level) / 2, side="right"))
    return lowest + fitting if fitting else None
