"""What working a lead adds, by score: told above the gate, only bounded below it.

A lead has two outcomes, of which one is seen: with a seller's work and without. An outcome is 1 for
a win and 0 for none, or money.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from dashboard.estimators.bounds import Bounds
from dashboard.estimators.intervals import LEVEL, critical_value

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]

# "none": no assumption (Manski). "helps": working a lead never hurts. "rises": also, the outcome
# of working does not fall with the score.
Assumption = Literal["none", "helps", "rises"]

# Fewer leads of a bin that nobody worked say too little of what becomes of the others unworked.
LEAST_UNWORKED = 30
NEWTON_STEPS = 12
SMALLEST = 1e-300


@dataclass(frozen=True)
class WorkedBins:
    """Leads old enough to tell, by landmark score: one entry a bin, scores rising.

    `sum_` and `squares_` are the outcomes and their squares, added up over the leads of the bin.
    """

    floors: Numbers
    worked: Numbers
    unworked: Numbers
    sum_worked: Numbers
    sum_unworked: Numbers
    squares_worked: Numbers
    squares_unworked: Numbers


@dataclass(frozen=True)
class Gains:
    """What working adds per lead of a bin: least and most, each with its own error.

    Below the gate a lead is one that nobody worked, above it one that was worked. `ceiling_error`
    is common to the high ends of all bins below the gate; `is_adjusted` marks the bins above it
    where leads nobody worked stand for the worked ones (a grade of its own: like with like).
    """

    low: Numbers
    high: Numbers
    low_error: Numbers
    high_error: Numbers
    ceiling_error: float
    is_adjusted: NDArray[np.bool_]


def worked_bins(
    floors: ArrayLike,
    worked: ArrayLike,
    unworked: ArrayLike,
    sum_worked: ArrayLike,
    sum_unworked: ArrayLike,
    squares: tuple[ArrayLike, ArrayLike] | None = None,
) -> WorkedBins:
    """Return the bins as arrays; without `squares` (worked, unworked) the outcome is a win."""
    second = (sum_worked, sum_unworked) if squares is None else squares
    given = (floors, worked, unworked, sum_worked, sum_unworked, *second)
    bins = WorkedBins(*(np.asarray(values, dtype=np.float64) for values in given))
    if len({values.shape for values in vars(bins).values()}) != 1 or bins.floors.ndim != 1:
        raise ValueError("The columns of the score bins must be of one length.")
    if np.any(np.diff(bins.floors) <= 0):
        raise ValueError("The scores of the bins must rise.")
    if any(np.any(values < 0) for name, values in vars(bins).items() if name != "floors"):
        raise ValueError("A score bin has fewer than no leads, or lost money on a lead.")
    if squares is None and (np.any(bins.sum_worked > bins.worked) or _more_than_unworked(bins)):
        raise ValueError("A score bin has more wins than leads.")
    return bins


def no_assumption(bins: WorkedBins, most: float = 1.0) -> tuple[Numbers, Numbers]:
    """Return the least and the most that working all leads of each bin could bring, a lead.

    In words: what the worked leads brought, and for all others nothing, or the most a lead can
    bring (1 for a win). Printed once, for honesty: it is nearly always too wide to use, and every
    narrower range rests on an assumption. NaN without leads. Manski (1990), American Economic
    Review 80:319.
    """
    leads = bins.worked + bins.unworked
    size = np.where(leads > 0, leads, np.nan)
    return bins.sum_worked / size, (bins.sum_worked + bins.unworked * most) / size


def gains(
    bins: WorkedBins,
    gate: float,
    *,
    window: float,
    assume: Assumption = "rises",
    most: float = 1.0,
) -> Gains:
    """Return what working a lead adds to doing nothing, as far as the records tell.

    Below the gate (per lead nobody worked): none of it was seen worked, so at least 0 if work never
    hurts, at most what worked leads with a score from the gate to gate + `window` brought, less
    what came unworked. Above it (per worked lead): what it brought, less what the bin's leads that
    nobody worked brought, from 30 of them; with fewer, at most all of it. `most` is the most a
    lead can bring. It misleads when work can hurt (a call that comes too early), when the outcome
    falls with the score (see `rise_with_score`), and above the gate when sellers leave out the
    leads that would not have come by themselves. Manski (1997), Monotone treatment response,
    Econometrica 65:1311; Manski and Pepper (2000), Econometrica 68:997.
    """
    if not math.isfinite(most):
        raise ValueError("The most that a lead can bring must be a number.")
    is_above = bins.floors >= gate
    ceiling, ceiling_error = most, 0.0
    if assume == "rises":
        ceiling, ceiling_error = _ceiling(bins, (gate, gate + window), most)
    told = is_above & (bins.unworked >= LEAST_UNWORKED) & (assume != "none")
    below = _below(bins, ceiling, sees_harm=assume == "none")
    above = _above(bins, told, most, sees_harm=assume == "none")
    low, high, low_error, high_error = (
        np.where(is_above, one, other) for one, other in zip(above, below, strict=True)
    )
    return Gains(low, high, low_error, high_error, ceiling_error, told)


def winnable(bins: WorkedBins, gate: float, *, window: float) -> Bounds:
    """Return W: what all leads that nobody worked would have brought worked, with its outer range.

    On both sides of the gate, in units of the outcome. Low: what came of them anyway, which is
    counted. High: below the gate at most what worked leads just above it brought (as in `gains`),
    above it at most what the worked ones of the same bin brought: sellers leave no better leads
    than they take. (A bin above it without worked leads takes the ceiling too.) Less what came
    anyway it is what was lost. It misleads where sellers leave the best for later, or for others.
    Undefined without worked leads just above the gate. METHODS E5.
    """
    is_above = bins.floors >= gate
    worked, unworked = _rate(bins.sum_worked, bins.worked), _rate(bins.sum_unworked, bins.unworked)
    ceiling, ceiling_error = _ceiling(bins, (gate, gate + window), math.inf)
    error, other_error = _errors(bins)
    is_own = is_above & (bins.worked > 0)
    common = np.where(is_own, 0.0, bins.unworked)
    if common.any() and not math.isfinite(ceiling):
        return Bounds()
    most = np.maximum(np.where(is_own, worked, ceiling if common.any() else 0.0), unworked)
    own = np.where(is_own, error, 0.0) * bins.unworked
    high_error = math.hypot(float(common.sum()) * ceiling_error, float(np.sqrt(own @ own)))
    low_errors = other_error * bins.unworked
    low, high = float(bins.sum_unworked.sum()), float(bins.unworked @ most)
    return bounds_between(low, high, float(np.sqrt(low_errors @ low_errors)), high_error)


def imbens_manski(
    low: ArrayLike,
    high: ArrayLike,
    low_error: ArrayLike,
    high_error: ArrayLike,
    *,
    level: float = LEVEL,
) -> tuple[Numbers, Numbers]:
    """Return the range that holds the truth so often, wherever between the bounds it lies.

    In words: each bound moved outward by c of its errors, with Phi(c + width / larger error) -
    Phi(-c) = level: 1.64 errors where the bounds lie far apart, 1.96 where they meet. It misleads
    as a range for the bounds themselves, which needs 1.96 throughout, and where the assumptions
    behind the bounds fail. Imbens and Manski (2004), Econometrica 72:1845; Stoye (2009) for when
    the width is known this well.
    """
    lows, highs, below, above = (
        np.asarray(each, dtype=np.float64) for each in (low, high, low_error, high_error)
    )
    error = np.maximum(below, above)
    width = np.maximum(highs - lows, 0) / np.where(error > 0, error, 1.0)
    reach = np.full_like(width, critical_value(level))
    for _ in range(NEWTON_STEPS):
        off = _phi(reach + width) - _phi(-reach) - level
        reach = reach - off / np.maximum(_density(reach + width) + _density(reach), SMALLEST)
    return lows - reach * below, highs + reach * above


def bounds_between(low: float, high: float, low_error: float, high_error: float) -> Bounds:
    """Return two ends with the Imbens-Manski range as their outer one."""
    outer_low, outer_high = imbens_manski(low, high, low_error, high_error)
    return Bounds(low, high, float(outer_low), float(outer_high))


def _below(bins: WorkedBins, ceiling: float, *, sees_harm: bool) -> tuple[Numbers, ...]:
    """Return least, most and their errors for leads that nobody worked."""
    unworked, error = _rate(bins.sum_unworked, bins.unworked), _errors(bins)[1]
    if sees_harm:
        return -unworked, ceiling - unworked, error, error
    nothing = np.zeros_like(unworked)
    return nothing, np.maximum(ceiling - unworked, 0), nothing, error


def _above(
    bins: WorkedBins, told: NDArray[np.bool_], most: float, *, sees_harm: bool
) -> tuple[Numbers, ...]:
    """Return least, most and their errors for worked leads; `told` where the others stand in."""
    worked, unworked = _rate(bins.sum_worked, bins.worked), _rate(bins.sum_unworked, bins.unworked)
    error, other_error = _errors(bins)
    if sees_harm:
        return worked - most, worked, error, error
    high = np.where(told, worked - unworked, worked)
    high_error = np.where(told, np.hypot(error, other_error), error)
    return np.where(told, high, 0.0), high, np.where(told, high_error, 0.0), high_error


def _more_than_unworked(bins: WorkedBins) -> bool:
    return bool(np.any(bins.sum_unworked > bins.unworked))


def _rate(sums: Numbers, counts: Numbers) -> Numbers:
    return np.divide(sums, counts, out=np.zeros_like(sums), where=counts > 0)


def _errors(bins: WorkedBins) -> tuple[Numbers, Numbers]:
    unit = _typical(bins)
    return (
        _error(bins.worked, bins.sum_worked, bins.squares_worked, unit),
        _error(bins.unworked, bins.sum_unworked, bins.squares_unworked, unit),
    )


def _typical(bins: WorkedBins) -> float:
    """Return the size of a win: 1 where the outcome is a win, for money its weighted mean."""
    total = float(bins.sum_worked.sum() + bins.sum_unworked.sum())
    squares = float(bins.squares_worked.sum() + bins.squares_unworked.sum())
    return squares / total if total > 0 else 1.0


def _error(counts: Numbers, sums: Numbers, squares: Numbers, unit: float) -> Numbers:
    """Return the error of a mean, as if one win and one miss more had been seen.

    For wins this is Agresti and Caffo's (k + 1) / (n + 2): none in 30 is no certainty. 0 for bins
    without leads, which weigh nothing.
    """
    mean = (sums + unit) / (counts + 2)
    variance = np.maximum((squares + unit**2) / (counts + 2) - mean**2, 0)
    return np.sqrt(np.divide(variance, counts, out=np.zeros_like(sums), where=counts > 0))


def _ceiling(bins: WorkedBins, scores: tuple[float, float], most: float) -> tuple[float, float]:
    """Return what worked leads of these scores brought each, and its error; `most` without any."""
    near = (bins.floors >= scores[0]) & (bins.floors < scores[1])
    counts, sums, squares = (
        np.array([values[near].sum()])
        for values in (bins.worked, bins.sum_worked, bins.squares_worked)
    )
    if counts[0] == 0:
        return most, 0.0
    return float(sums[0] / counts[0]), float(_error(counts, sums, squares, _typical(bins))[0])


_erf = np.frompyfunc(math.erf, 1, 1)


def _phi(x: Numbers) -> Numbers:
    return (1 + np.asarray(_erf(x / math.sqrt(2)), dtype=np.float64)) / 2


def _density(x: Numbers) -> Numbers:
    return np.asarray(np.exp(-x * x / 2) / math.sqrt(2 * math.pi), dtype=np.float64)
