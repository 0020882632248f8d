"""Whether this week is like the weeks before: the chart of individual values (XmR)."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from dashboard.estimators.leniency import t_tail

# Values that scatter evenly, counts of events, and sums of amounts.
Kind = Literal["values", "counts", "sums"]
# With fewer points the limits move more than what they are to judge.
LEAST_POINTS = 12
# Three standard deviations, one being the mean moving range over 1.128.
REACH = 2.66
RANGE_REACH = 3.268
_RANGE_PER_DEVIATION = 1.128
# So many points in a row on one side of the mean are a shift.
RUN = 8
# A mean moving range knows a spread as well as this share of the degrees of freedom.
_EFFICIENCY = 0.62


@dataclass(frozen=True)
class Limits:
    """The mean of the points before, the limits of one more, and that of the moving range.

    `middle` is the median: half of the points lie on either side of it however skewed they are.
    """

    mean: float
    middle: float
    low: float
    high: float
    moving_range: float
    range_high: float
    points: int


@dataclass(frozen=True)
class Judged:
    """What the chart says of the latest points: outside its limits, or a long run on one side.

    `p` is the chance of a point so far from the mean, or of a run so long, from luck alone.
    """

    is_outside: bool
    is_run: bool
    p: float

    @property
    def is_signal(self) -> bool:
        """Say whether either rule speaks."""
        return self.is_outside or self.is_run


def limits(points: Sequence[float]) -> Limits | None:
    """Return the limits of a series of points, the oldest first; None below two points.

    In words: the mean, and 2.66 times the mean distance of neighbours to either side of it. The
    points judged are no part of it, so that a shift cannot widen what it is held against. It
    misleads for points that follow each other closely (then it is too narrow), and from 12 points
    one of 65 falls outside by luck, not one of 370, since the limits are estimated themselves.
    Shewhart (1931); Wheeler and Chambers (1992), Understanding Statistical Process Control.
    """
    if len(points) < 2:
        return None
    mean = math.fsum(points) / len(points)
    steps = [abs(late - early) for early, late in pairwise(points)]
    moving = math.fsum(steps) / len(steps)
    half = REACH * moving
    return Limits(
        mean=mean,
        middle=statistics.median(points),
        low=mean - half,
        high=mean + half,
        moving_range=moving,
        range_high=RANGE_REACH * moving,
        points=len(points),
    )


def judged(known: Limits, latest: Sequence[float], new: int = 1, *, of: Kind = "values") -> Judged:
    """Return what frozen limits say of the points after them, the newest last.

    The first rule looks at the last `new` points, the second at the last eight: all on one side of
    the median, since points that are skewed lie below their mean. With several new points p is
    that of the farthest, times their number. The limits hold for values that scatter evenly; so of
    counts p is never smaller than a Poisson count allows, and of sums, which one large amount can
    decide, never smaller than being the largest of all points.
    """
    tested, run = latest[-new:], latest[-RUN:]
    outside = [each for each in tested if not known.low <= each <= known.high]
    sides = (sum(each > known.middle for each in run), sum(each < known.middle for each in run))
    is_run = RUN in sides
    floor = {"values": _no_floor, "counts": _count_p, "sums": _rank_p}[of]
    chances = [max(_p(known, each), floor(known, each)) for each in tested]
    p = min(1.0, min(chances, default=1.0) * max(len(tested), 1))
    return Judged(bool(outside), is_run, min(p, _run_p(known)) if is_run else p)


def _run_p(known: Limits) -> float:
    """Return the chance that eight more points all lie on one side of the median of those before.

    In words: that all points of the one half come before them, were all in the order of a lottery.
    """
    half = known.points // 2
    gone = math.prod((known.points - at) / (known.points + RUN - at) for at in range(half))
    return min(1.0, 2 * gone)


def _no_floor(known: Limits, point: float) -> float:
    del known, point
    return 0.0


def _rank_p(known: Limits, point: float) -> float:
    del point
    return 1 / (known.points + 1)


def count_tail(count: float, total: float, points: int) -> float:
    """Return the chance of at least so many events where `total` fell on so many points before.

    In words: of all events, those before and these, each falls on any of the points alike.
    """
    return _binomial_tail(round(total + count), math.ceil(count), 1 / (points + 1))


def _count_p(known: Limits, point: float) -> float:
    events, share = round(known.mean * known.points + point), 1 / (known.points + 1)
    more = _binomial_tail(events, math.ceil(point), share)
    fewer = 1.0 - _binomial_tail(events, math.floor(point) + 1, share)
    return min(1.0, 2 * min(more, fewer))


def _binomial_tail(n: int, least: int, share: float) -> float:
    """Return the chance of at least so many of n, each with this chance."""
    if least <= 0 or n < least:
        return 1.0 if least <= 0 else 0.0
    log, other = math.log(share), math.log1p(-share)
    whole = math.lgamma(n + 1)
    fewer = math.fsum(
        math.exp(whole - math.lgamma(k + 1) - math.lgamma(n - k + 1) + k * log + (n - k) * other)
        for k in range(least)
    )
    return min(1.0, max(0.0, 1.0 - fewer))


def _p(known: Limits, point: float) -> float:
    """Return the chance of a point at least so far off, by Student's t for an estimated spread."""
    away = abs(point - known.mean)
    if known.moving_range == 0:
        # All points alike: the chance that the farthest of them and this one is this one.
        return 1.0 if away == 0 else 1 / (known.points + 1)
    spread = known.moving_range / _RANGE_PER_DEVIATION * math.sqrt(1 + 1 / known.points)
    return t_tail(away / spread, max(1, math.floor(_EFFICIENCY * (known.points - 1))))
