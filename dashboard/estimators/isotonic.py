"""Whether an outcome rises with the score: the best rising fit, and a test against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dashboard.estimators.comparison import ChiSquare, chi_square_tail

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]

# Below this an outcome that falls with the score is more than chance.
LEAST_CHANCE = 0.05


@dataclass(frozen=True)
class Rise:
    """The rising fit of each bin, the test that the truth rises, and what it says."""

    fit: Numbers
    test: ChiSquare
    is_plausible: bool


def isotonic(values: ArrayLike, weights: ArrayLike) -> Numbers:
    """Return the values nearest to these that never fall, by weighted least squares.

    In words: wherever a value lies below the one before, both are replaced by their weighted mean,
    until none does (pool adjacent violators). Bins without weight take the value before them, at
    the start the one after. It misleads at both ends, where it follows chance: low at the lowest
    score, high at the highest. Ayer, Brunk, Ewing, Reid and Silverman (1955); Barlow, Bartholomew,
    Bremner and Brunk (1972).
    """
    given = np.asarray(values, dtype=np.float64)
    weight = np.asarray(weights, dtype=np.float64)
    if given.shape != weight.shape or given.ndim != 1 or np.any(weight < 0):
        raise ValueError("Every value needs one weight of at least 0.")
    known = np.flatnonzero(weight > 0)
    if known.size == 0:
        return np.full(given.size, np.nan)
    pooled = _pooled(given[known].tolist(), weight[known].tolist())
    before = np.searchsorted(known, np.arange(given.size), side="right") - 1
    return pooled[np.maximum(before, 0)]


def rise_with_score(sums: ArrayLike, squares: ArrayLike, counts: ArrayLike) -> Rise:
    """Return the rising fit of the mean outcome by bin, and whether the records speak against it.

    `sums` and `squares` are the outcomes of a bin and their squares added up; for wins both are the
    number of wins. In words: the squared distances of the bins' means from the fit, in their own
    errors, against a chi-square with one degree for each bin that was pooled. The errors are those
    under the fit for wins, the bin's own otherwise. It misleads in narrow bins: with fewer than
    about five wins in a bin chance is not chi-square. "Plausible" is no proof: few records cannot
    speak against anything. Wollan and Dykstra (1986), Conditional tests with an order restriction
    as a null hypothesis; Robertson, Wright and Dykstra (1988), 2.3.
    """
    total, second, n = (np.asarray(each, dtype=np.float64) for each in (sums, squares, counts))
    kept = n > 0
    means = np.divide(total, n, out=np.zeros_like(total), where=kept)
    fit = isotonic(means, n)
    if not kept.any():
        return Rise(fit, ChiSquare(), is_plausible=False)
    of_wins = bool(np.array_equal(total, second))
    spread = fit * (1 - fit) if of_wins else second / np.where(kept, n, 1) - means**2
    told = kept & (spread > 0)
    statistic = float(np.sum((n * (means - fit) ** 2)[told] / spread[told]))
    freedom = int(kept.sum()) - np.unique(fit[kept]).size
    p = chi_square_tail(statistic, freedom) if freedom else 1.0
    return Rise(fit, ChiSquare(statistic, freedom, p), p >= LEAST_CHANCE)


def _pooled(values: list[float], weights: list[float]) -> Numbers:
    """Return the rising fit where every value has weight."""
    heights: list[float] = []
    masses: list[float] = []
    lengths: list[int] = []
    for value, weight in zip(values, weights, strict=True):
        height, mass, length = value, weight, 1
        while heights and heights[-1] >= height:
            last, length = masses.pop(), length + lengths.pop()
            height = (heights.pop() * last + height * mass) / (last + mass)
            mass += last
        heights.append(height)
        masses.append(mass)
        lengths.append(length)
    return np.repeat(np.array(heights), lengths)
