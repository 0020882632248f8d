"""What turned-away leads would have brought, from those that sellers worked all the same.

A best guess inside the bounds, and the check without which it is not shown.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from dashboard.estimators.comparison import Balance
from dashboard.estimators.intervals import LEVEL, UNDEFINED, Interval, critical_value
from dashboard.estimators.standardise import LEAST_SHARE

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]

Grade = Literal["observed", "adjusted"]

# Overrides below the gate that were won or worked, below which a guess is a story of single leads.
LEAST_WINS, LEAST_OVERRIDES = 10, 30
# A trait that differs by more standard deviations than this is not alike (Austin 2009).
LEAST_ALIKE = 0.1
STEPS = 50
TOLERANCE = 1e-10


@dataclass(frozen=True)
class Cells:
    """Leads by score and segment, one entry a cell; outcomes summed over the worked leads."""

    scores: Numbers
    segments: NDArray[np.int64]
    worked: Numbers
    sums: Numbers
    squares: Numbers
    unworked: Numbers


@dataclass(frozen=True)
class OverrideCheck:
    """Whether overrides look like leads left alone; `worst` is the trait that differs most."""

    is_passed: bool
    worst: str | None
    difference: float | None
    reason: str


@dataclass(frozen=True)
class Guess:
    """The best guess that may be shown, its grade, or why there is none."""

    interval: Interval
    grade: Grade | None
    reason: str = ""


def cells(
    scores: ArrayLike,
    segments: ArrayLike,
    worked: ArrayLike,
    sums: ArrayLike,
    squares: ArrayLike,
    unworked: ArrayLike,
) -> Cells:
    """Return the cells as arrays; segments are any whole numbers that name them."""
    _, place = np.unique(np.asarray(segments), return_inverse=True)
    given = [np.asarray(each, dtype=np.float64) for each in (scores, worked, sums, squares)]
    rest = np.asarray(unworked, dtype=np.float64)
    return Cells(given[0], place.astype(np.int64), given[1], given[2], given[3], rest)


def outcome_if_worked(
    table: Cells,
    gate: float,
    *,
    between: tuple[float, float] | None = None,
    level: float = LEVEL,
) -> Interval:
    """Return what a lead that nobody worked would have brought, worked, on average.

    Of those below the gate, or with a score from the first of `between` to below the second. In
    words: a line of the log outcome on the score, its height by segment, fitted to all worked
    leads on both sides of the gate (quasi-Poisson, so for wins and for money alike), read at the
    leads nobody worked; error by the sandwich. Its grade is adjusted: it is right if sellers'
    choice of whom to work below the gate goes by score and segment alone (in our simulated world
    4 % too high, the line being straight; a bent one is right on average and a third wider). It
    misleads when they choose by what they sense: there it was 70 % too high, so it is shown only
    if `check_overrides` passes. METHODS E4; Wooldridge (2010), Econometric Analysis of Cross
    Section and Panel Data, 18.2 and 21.3.
    """
    first, end = (-math.inf, gate) if between is None else between
    is_in = table.worked > 0
    aim = (table.scores >= first) & (table.scores < end) & (table.unworked > 0)
    below = is_in & (table.scores < gate)
    known = np.isin(table.segments[aim], np.unique(table.segments[is_in & (table.sums > 0)]))
    if not known.all() or not aim.any() or float(table.sums[below].sum()) <= 0:
        return UNDEFINED
    design = _design(table)
    used = is_in & np.isin(table.segments, np.unique(table.segments[aim]))
    line, spread = _fitted(design[used], table.worked[used], table.sums[used], table.squares[used])
    weights = table.unworked[aim] / table.unworked[aim].sum()
    expected = weights * np.exp(design[aim] @ line)
    value = float(expected.sum())
    slopes = expected @ design[aim] / value
    factor = math.exp(critical_value(level) * math.sqrt(max(float(slopes @ spread @ slopes), 0.0)))
    return Interval(value, value / factor, value * factor)


def outcome_of_passed(
    passed: ArrayLike,
    sums: ArrayLike,
    squares: ArrayLike,
    unworked: ArrayLike,
    *,
    level: float = LEVEL,
) -> Interval:
    """Return what a lead that nobody worked would have brought, from those let through at random.

    One entry a score bin: the leads of the random arm with their outcomes, and those nobody worked.
    In words: the bins' means, weighted by the leads nobody worked, so that an arm with more leads
    near the gate speaks for all; the error of a mean as if one win and one miss more had been seen.
    Undefined if less than four fifths of the leads are in bins with some of the arm. It misleads
    when not all of the arm were worked: then it is the outcome of letting through.
    """
    n, total, second, others = (
        np.asarray(each, dtype=np.float64) for each in (passed, sums, squares, unworked)
    )
    kept = n > 0
    if not others.any() or float(others[kept].sum()) < LEAST_SHARE * float(others.sum()):
        return UNDEFINED
    n, total, second, others = n[kept], total[kept], second[kept], others[kept]
    weights = others / others.sum()
    unit = float(second.sum() / total.sum()) if total.any() else 1.0
    mean = (total + unit) / (n + 2)
    variance = np.maximum((second + unit**2) / (n + 2) - mean**2, 0) / n
    value = float(weights @ (total / n))
    reach = critical_value(level) * math.sqrt(float(weights**2 @ variance))
    return Interval(value, max(value - reach, 0.0), value + reach)


def check_overrides(
    traits: Mapping[str, Mapping[str, Balance]], overrides: float, wins: float
) -> OverrideCheck:
    """Return whether those worked below the gate are like those left alone, in what is recorded.

    `traits` are the results of `comparison.balance` for traits the guess does not use (source,
    readiness signals), weighted to the same scores and segments: source -> level -> difference in
    standard deviations. It passes if none differs by 0.1 or more, and with 30 overrides and 10
    wins among them. It misleads as proof: what sellers sense and nobody records is caught only so
    far as it goes with something recorded. Austin (2009), Statistics in Medicine 28:3083.
    """
    if overrides < LEAST_OVERRIDES or wins < LEAST_WINS:
        return _withheld("too few leads were worked below the gate")
    known = {
        f"{trait}: {name}": abs(one.after)
        for trait, each in traits.items()
        for name, one in each.items()
        if one.after is not None
    }
    if not known:
        return _withheld("nothing is recorded to compare them by")
    worst = max(known, key=lambda name: known[name])
    if known[worst] >= LEAST_ALIKE:
        reason = "those worked below the gate are of another kind than those left alone"
        return _withheld(reason, worst, known[worst])
    return OverrideCheck(is_passed=True, worst=worst, difference=known[worst], reason="")


def best_guess(tested: Interval | None, modelled: Interval, check: OverrideCheck) -> Guess:
    """Return the one point that may be shown between the bounds.

    In words: from a random pass-through arm if there is one (`tested`); else the outcome of
    overrides, labelled adjusted, if the check passed; else none, with the reason. METHODS E4.
    """
    if tested is not None and tested.value is not None:
        return Guess(tested, "observed")
    if not check.is_passed:
        return Guess(UNDEFINED, None, check.reason)
    if modelled.value is None:
        return Guess(UNDEFINED, None, "too few leads were worked below the gate")
    return Guess(modelled, "adjusted")


def _withheld(
    reason: str, worst: str | None = None, difference: float | None = None
) -> OverrideCheck:
    return OverrideCheck(is_passed=False, worst=worst, difference=difference, reason=reason)


def _design(table: Cells) -> Numbers:
    """Return a column for each segment, and the score in units of ten around its middle."""
    middle = float(np.average(table.scores, weights=table.worked + table.unworked))
    heights = (table.segments[:, None] == np.unique(table.segments)).astype(np.float64)
    return np.column_stack([heights, (table.scores - middle) / 10])


def _fitted(
    design: Numbers, counts: Numbers, sums: Numbers, squares: Numbers
) -> tuple[Numbers, Numbers]:
    """Return the line of log means, and its sandwich variance, by Newton's steps."""
    line = np.zeros(design.shape[1])
    line[:-1] = math.log(float(sums.sum() / counts.sum()))
    for _ in range(STEPS):
        mean = np.exp(design @ line)
        bread = np.linalg.pinv(design.T @ (design * (counts * mean)[:, None]))
        step = np.clip(bread @ (design.T @ (sums - counts * mean)), -2.0, 2.0)
        line = line + step
        if float(np.abs(step).max()) < TOLERANCE:
            break
    mean = np.exp(design @ line)
    scatter = np.maximum(squares - 2 * mean * sums + counts * mean**2, 0)
    return line, bread @ (design.T @ (design * scatter[:, None])) @ bread
