"""What waiting costs: how the chance of winning falls with the days a hand-raiser waits."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from dashboard.estimators.intervals import LEVEL, UNDEFINED, Interval, critical_value, wilson
from dashboard.estimators.log_linear import checked, fitted_bread, fitted_chance, log_linear

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]

# Up to 1, 4 and 24 hours, 2, 5 and 10 days, and longer.
HOURS = (1.0, 4.0, 24.0, 48.0, 120.0, 240.0)
# An instrument that shifts the wait by less than its error times root ten says nothing.
LEAST_STRENGTH = 10.0


@dataclass(frozen=True)
class WaitBin:
    """Who waited so many hours, and the share of them that won."""

    above: float
    upto: float
    records: float
    events: float
    share: Interval


@dataclass(frozen=True)
class Rate:
    """The part of the chance lost with a day of waiting: exp(-value) is kept."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    standard_error: float | None = None
    reason: Literal["no fit", "weak"] | None = None
    # Of the instrument: days it adds to the wait, and the square of that in errors.
    shift: float | None = None
    strength: float | None = None


@dataclass(frozen=True)
class DelayCost:
    """What was to be expected without the delay, and how much of it the delay costs."""

    expected: float
    lost: Interval
    share: Interval


def share_by_wait(
    hours: ArrayLike,
    events: ArrayLike,
    records: ArrayLike,
    *,
    edges: Sequence[float] = HOURS,
    deff: float = 1.0,
) -> list[WaitBin]:
    """Return the share won by how long people waited for the first attempt.

    In words: one entry a wait, each in the bin up to whose edge it comes; Wilson, with n / deff
    where records share accounts. All who raised a hand belong in it, with the wait so far of
    those not called yet: of those reached alone the slow ones had to stay interested to be
    reached. It misleads as the effect of waiting, since hot leads are called first.
    """
    waits, won, n = (np.asarray(values, dtype=np.float64) for values in (hours, events, records))
    if np.any(waits < 0) or not np.all(np.isfinite(waits)):
        raise ValueError("A wait is a number of hours from 0 on.")
    place = np.searchsorted(np.asarray(edges), waits)
    counts, wins = (np.bincount(place, values, len(edges) + 1) for values in (n, won))
    starts, ends = (0.0, *edges), (*edges, math.inf)
    found = []
    for start, end, k, size in zip(starts, ends, wins, counts, strict=True):
        share = wilson(k, size, n_effective=size / deff) if size else UNDEFINED
        found.append(WaitBin(start, end, float(size), float(k), share))
    return found


def decay_rate(
    days: ArrayLike,
    events: ArrayLike,
    records: ArrayLike,
    traits: ArrayLike | None = None,
    *,
    level: float = LEVEL,
) -> Rate:
    """Return the rate at which the chance falls with each day of waiting.

    In words: chance = exp(a + traits - rate x days), with HC3 errors. Naive without `traits`
    (columns, see `indicators`), adjusted with them; with the wait outside the gate among them it
    is the rate of the days inside. It misleads where sellers see what is not recorded and call
    hot leads first: then it is too large. In the synthetic company with .040 the naive rate is
    .057, the adjusted .052, that of the days inside the gate .040.
    """
    design = _design(days, traits)
    fit = log_linear(design, events, records)
    if fit is None:
        return Rate(reason="no fit")
    return _rate(-float(fit.values[-1]), float(fit.covariance[-1, -1]), level)


def instrumented_rate(
    days: ArrayLike,
    instrument: ArrayLike,
    events: ArrayLike,
    records: ArrayLike,
    traits: ArrayLike | None = None,
    *,
    level: float = LEVEL,
) -> Rate:
    """Return the rate from waits that only the clock made longer: hands raised off hours.

    In words: by how much the logarithm of the chance falls with the instrument, over the days it
    adds to the wait; what sellers see in a lead then does not matter. The interval holds the rates
    at which the two agree (Fieller 1954). Withheld as weak where the instrument shifts the wait by
    less than 3.2 of its errors. It misleads when people who ask at night are others, which traits
    cannot mend if it is not recorded, and when the instrument delays some by far more than others.
    Didelez, Meng and Sheehan (2010), Statistical Science 25:22; Staiger and Stock (1997),
    Econometrica 65:557, for the limit of 10.
    """
    wait = np.asarray(days, dtype=np.float64)
    z, y, n = checked(_design(instrument, traits), events, records)
    fit = log_linear(z, y, n)
    if fit is None:
        return Rate(reason="no fit")
    bread = fitted_bread(z, n)
    far = wait - z @ (bread @ (z.T @ (n * wait)))
    shift = float((bread @ (z.T @ (n * wait)))[-1])
    of_shift = _sandwich(bread, z, n * far**2, bread)
    strength = shift**2 / of_shift if of_shift > 0 else math.inf
    if strength <= max(LEAST_STRENGTH, critical_value(level) ** 2):
        return Rate(reason="weak", shift=shift, strength=strength)
    chance = fitted_chance(z, fit.values)
    both = _sandwich(fitted_bread(z, n * chance), z, (y - n * chance) * far, bread)
    variances = (float(fit.covariance[-1, -1]), -both, of_shift)
    return _fieller(-float(fit.values[-1]), shift, variances, strength, level)


def cost_of_delay(expected: ArrayLike, days: ArrayLike, rate: Rate | Interval) -> DelayCost:
    """Return the sum of value x chance x (1 - exp(-rate x days)): what the gate's days cost.

    One entry a lead or a group: value x chance as it is expected without the wait, and the days
    spent inside the gate. The interval is that of the rate carried through; values and chances
    are taken as known, so it is somewhat narrow. It misleads with a rate of one kind of lead put
    on another.
    """
    money, wait = np.asarray(expected, dtype=np.float64), np.asarray(days, dtype=np.float64)
    if money.shape != wait.shape or np.any(wait < 0):
        raise ValueError("Each expected value needs its days, from 0 on.")
    total = float(money.sum())

    def lost(at: float | None) -> float | None:
        return None if at is None else float(np.sum(money * -np.expm1(-at * wait)))

    costs = [lost(rate.value), lost(rate.low), lost(rate.high)]
    shares = [None if cost is None or total <= 0 else cost / total for cost in costs]
    return DelayCost(total, Interval(*costs), Interval(*shares))


def _design(days: ArrayLike, traits: ArrayLike | None) -> Numbers:
    wait = np.asarray(days, dtype=np.float64)[:, None]
    others = np.zeros((wait.size, 0)) if traits is None else np.asarray(traits, dtype=np.float64)
    return np.concatenate([np.ones_like(wait), others, wait], axis=1)


def _rate(value: float, variance: float, level: float) -> Rate:
    error = math.sqrt(max(variance, 0.0))
    reach = critical_value(level) * error
    return Rate(value, value - reach, value + reach, error)


def _sandwich(one: Numbers, z: Numbers, products: Numbers, other: Numbers) -> float:
    """Return the covariance of the last coefficients of two fits on the same columns."""
    return float((one @ (z.T @ (z * products[:, None])) @ other)[-1, -1])


def _fieller(
    fall: float, shift: float, variances: tuple[float, float, float], strength: float, level: float
) -> Rate:
    """Return fall / shift with the ratios r for which fall - r x shift is within its errors."""
    of_fall, both, of_shift = variances
    far = critical_value(level) ** 2
    square = shift**2 - far * of_shift
    cross = fall * shift - far * both
    rest = fall**2 - far * of_fall
    half = math.sqrt(max(cross**2 - square * rest, 0.0)) / square
    value, middle = fall / shift, cross / square
    error = math.sqrt(max(of_fall - 2 * value * both + value**2 * of_shift, 0.0)) / abs(shift)
    return Rate(value, middle - half, middle + half, error, None, shift, strength)
