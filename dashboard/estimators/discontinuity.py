"""The jump of an outcome at a threshold of a score, from score bins, with honest intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from dashboard.estimators.intervals import LEVEL, critical_value
from dashboard.estimators.local_lines import Kernel, Lines, lines
from dashboard.estimators.score_bins import Bins

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

Reason = Literal["few scores", "few records", "few events", "bunching", "imbalance", "weak"]

# In the bandwidth, on each side: a line through three scores, and enough that had the event.
LEAST_SCORES, LEAST_RECORDS, LEAST_EVENTS = 3, 50, 10
# The bend of the curve is learned within so many points of the threshold.
REACH = 30.0
# The bend may be twice what a quadratic through all scores shows.
CAUTION = 2.0
# 95 % two-sided and 80 % power: 1.96 + 0.84 standard errors.
DETECTABLE = 2.8
BANDWIDTHS = 60
# Sums that cancel leave digits below this part of themselves, which are no jump.
ROUNDING = 1e-12


@dataclass(frozen=True)
class Side:
    """What one side of the threshold holds within the bandwidth."""

    scores: int = 0
    records: float = 0.0
    events: float = 0.0


@dataclass(frozen=True)
class Jump:
    """A jump with its honest interval; without a value `reason` says why it is withheld."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    standard_error: float | None = None
    bias: float | None = None
    bandwidth: float | None = None
    smoothness: float | None = None
    below: Side = Side()
    above: Side = Side()
    reason: Reason | None = None

    @property
    def detectable(self) -> float | None:
        """Return the smallest jump that would be found four times of five, were there no bend."""
        return None if self.standard_error is None else DETECTABLE * self.standard_error


def folded_critical_value(bias: float, level: float = LEVEL) -> float:
    """Return how many standard errors hold an estimate that may be off by `bias` of them.

    In words: the quantile of |Z + bias|, Z standard normal; 1.96 without bias, far out the bias
    and 1.64. Armstrong and Kolesar (2018), Econometrica 86:655.
    """
    if bias < 0:
        raise ValueError(f"A largest bias is not below 0, as {bias} is.")
    low, high = bias, bias + critical_value(level)
    for _ in range(60):
        middle = (low + high) / 2
        outside = math.erfc((middle - bias) / math.sqrt(2)) + math.erfc(
            (middle + bias) / math.sqrt(2)
        )
        low, high = (middle, high) if outside / 2 > 1 - level else (low, middle)
    return (low + high) / 2


def smoothness_of(bins: Bins, *, reach: float = REACH) -> float | None:
    """Return how much the curve may bend on either side, learned from the bins: M.

    In words: a quadratic through all records of a side within `reach` points; twice the larger of
    the two second derivatives. None with fewer than three scores on a side. It misleads when the
    curve is flat on the whole and bends at the threshold: hence half and double M beside it. A
    rule of thumb is needed, since no interval can learn M from the data: Armstrong and Kolesar
    (2020), Quantitative Economics 11:1; they take degree 4, which here is half as wide again.
    """
    below = _second_derivative(bins, bins.x < 0, reach)
    above = _second_derivative(bins, bins.x >= 0, reach)
    return None if below is None or above is None else CAUTION * max(below, above)


def honest_jump(
    bins: Bins,
    *,
    smoothness: float | None = None,
    bandwidth: float | None = None,
    reach: float = REACH,
    level: float = LEVEL,
) -> Jump:
    """Return the jump at the threshold with an interval that counts the worst possible bias.

    In words: a line on each side, records weighted less the further from the threshold (triangular
    kernel); the difference of the two at it. If no curve bends more than `smoothness`, the lines
    are off by at most M/2 (|sum w x^2| below + the same above); the bandwidth is the one with the
    least bias^2 + variance that has enough on each side; the interval is value +-
    cv(bias / error) errors. It holds for scores of few values too. It misleads when people know
    the threshold and move scores across it (see `bunching`), when something else changes at the
    same score, and says nothing of leads far from it. Armstrong and Kolesar (2018); Kolesar and
    Rothe (2018), American Economic Review 108:2277.
    """
    bend = smoothness_of(bins, reach=reach) if smoothness is None else smoothness
    drawn = enough_lines(bins, bandwidth=bandwidth, reach=reach)
    if bend is None or drawn is None:
        return _too_few(bins, reach if bandwidth is None else bandwidth)
    return best_jump(bins, drawn, bend, level=level)


def jump_at(
    bins: Bins, bandwidth: float, smoothness: float, *, kernel: Kernel = "triangular"
) -> Jump:
    """Return the jump of two lines of a given bandwidth, however little lies in it."""
    return best_jump(bins, lines(bins.x, bins.n, np.array([bandwidth]), kernel), smoothness)


def enough_lines(
    bins: Bins, *, bandwidth: float | None = None, reach: float = REACH
) -> Lines | None:
    """Return the lines of all bandwidths tried that have enough on each side, or None."""
    asked = _bandwidths(bins, reach) if bandwidth is None else np.array([float(bandwidth)])
    allowed = np.all(
        [_has_enough(bins, bins.x >= 0, asked), _has_enough(bins, bins.x < 0, asked)], 0
    )
    return lines(bins.x, bins.n, asked[allowed]) if allowed.any() else None


def best_jump(bins: Bins, drawn: Lines, smoothness: float, *, level: float = LEVEL) -> Jump:
    """Return the jump by those of the lines drawn whose bias^2 + variance is least."""
    variances = drawn.variances(bins.n, bins.y, bins.squares)
    found, best = least_error(drawn, bins.y, variances, smoothness, level=level)
    below, above = _sides(bins, drawn.weights[best] != 0)
    return replace(found, below=below, above=above)


def least_error(
    drawn: Lines, y: Numbers, variances: Numbers, smoothness: float, *, level: float = LEVEL
) -> tuple[Jump, int]:
    """Return the jump of sums whose variances by bandwidth are known, and the lines it is by."""
    biases = smoothness / 2 * drawn.pulls
    best = int(np.argmin(biases**2 + variances))
    value = float(drawn.weights[best] @ y)
    if abs(value) <= ROUNDING * float(np.abs(drawn.weights[best]) @ np.abs(y)):
        value = 0.0
    error, bias = math.sqrt(float(variances[best])), float(biases[best])
    half = folded_critical_value(bias / error, level) * error if error > 0 else bias
    bandwidth = float(drawn.bandwidths[best])
    return Jump(value, value - half, value + half, error, bias, bandwidth, smoothness), best


def by_smoothness(bins: Bins, *, reach: float = REACH, level: float = LEVEL) -> tuple[Jump, ...]:
    """Return the jump with half, once and twice the bend that the bins show."""
    bend = smoothness_of(bins, reach=reach)
    if bend is None:
        return ()
    asked = (bend / 2, bend, 2 * bend)
    return tuple(honest_jump(bins, smoothness=m, reach=reach, level=level) for m in asked)


def by_bandwidth(bins: Bins, *, reach: float = REACH, level: float = LEVEL) -> tuple[Jump, ...]:
    """Return the jump at half, once and twice the bandwidth that is chosen, at most `reach`."""
    found = honest_jump(bins, reach=reach, level=level)
    if found.bandwidth is None:
        return ()
    asked = [min(found.bandwidth * factor, reach) for factor in (0.5, 1.0, 2.0)]
    bend = found.smoothness
    return tuple(honest_jump(bins, smoothness=bend, bandwidth=h, level=level) for h in asked)


def withheld(jump: Jump, reason: Reason) -> Jump:
    """Return the jump without its figures, with the reason in their place."""
    return replace(Jump(reason=reason), below=jump.below, above=jump.above)


def _second_derivative(bins: Bins, side: NDArray[np.bool_], reach: float) -> float | None:
    near = side & (np.abs(bins.x) <= reach)
    if int(near.sum()) < LEAST_SCORES:
        return None
    # Scores as parts of the reach keep the columns alike in size.
    x, root = bins.x[near] / reach, np.sqrt(bins.n[near])
    design = np.stack([np.ones_like(x), x, x**2], axis=1) * root[:, None]
    means = bins.y[near] / bins.n[near]
    found = np.linalg.lstsq(design, means * root, rcond=None)[0]
    return abs(2 * float(found[2])) / reach**2


def _bandwidths(bins: Bins, reach: float) -> Numbers:
    """Return the bandwidths tried: from the third score of the poorer side up to the reach."""
    below, above = np.sort(-bins.x[bins.x < 0]), bins.x[bins.x >= 0]
    if min(below.size, above.size) < LEAST_SCORES:
        return np.array([reach])
    # A record on the edge of the kernel has no weight, so the edge lies a little beyond it.
    least = max(below[LEAST_SCORES - 1], above[LEAST_SCORES - 1]) * 1.01
    return np.linspace(least, reach, BANDWIDTHS) if least < reach else np.array([reach])


def _has_enough(bins: Bins, side: NDArray[np.bool_], asked: Numbers) -> NDArray[np.bool_]:
    """Return for each bandwidth whether a side has enough within it."""
    order = np.argsort(np.abs(bins.x[side]))
    held = np.searchsorted(np.abs(bins.x[side])[order], asked)

    def upto(column: Numbers) -> Numbers:
        return np.asarray(np.concatenate([[0.0], np.cumsum(column[side][order])])[held])

    enough = (held >= LEAST_SCORES) & (upto(bins.n) >= LEAST_RECORDS)
    return np.asarray(enough & (upto(bins.events) >= LEAST_EVENTS))


def _within(bins: Bins, bandwidth: float) -> tuple[Side, Side]:
    return _sides(bins, np.abs(bins.x) < bandwidth)


def _sides(bins: Bins, near: NDArray[np.bool_]) -> tuple[Side, Side]:
    parts = (near & (bins.x < 0), near & (bins.x >= 0))
    below, above = (
        Side(int(part.sum()), float(bins.n[part].sum()), float(bins.events[part].sum()))
        for part in parts
    )
    return below, above


def _reason(below: Side, above: Side) -> Reason | None:
    if min(below.scores, above.scores) < LEAST_SCORES:
        return "few scores"
    if min(below.records, above.records) < LEAST_RECORDS:
        return "few records"
    return "few events" if min(below.events, above.events) < LEAST_EVENTS else None


def _too_few(bins: Bins, reach: float) -> Jump:
    below, above = _within(bins, reach)
    return Jump(below=below, above=above, reason=_reason(below, above) or "few scores")
