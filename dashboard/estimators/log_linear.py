"""How the chance of an event changes with something, as a constant part of itself: by logs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]

STEPS = 60
TOLERANCE = 1e-10
# A linear predictor beyond it is a chance of 0 in 13 digits, and would end in an overflow.
FARTHEST = 30.0


@dataclass(frozen=True)
class Coefficients:
    """What the logarithm of the chance gains with each column, and the covariance of these."""

    values: Numbers
    covariance: Numbers


def indicators(*traits: ArrayLike) -> Numbers:
    """Return a column of 0 and 1 for each level of each trait except its first."""
    columns = [
        (np.asarray(trait) == level).astype(np.float64)
        for trait in traits
        for level in np.unique(np.asarray(trait))[1:]
    ]
    length = np.asarray(traits[0]).size if traits else 0
    return np.stack(columns, axis=1) if columns else np.zeros((length, 0))


def log_linear(design: ArrayLike, events: ArrayLike, records: ArrayLike) -> Coefficients | None:
    """Return the fit of chance = exp(columns x coefficients), records alike in one row.

    In words: the Poisson equations, whose answer is right for shares too, with the error that
    leaves each record out in turn (HC3), since a share varies less than a count. None where
    columns repeat each other or there are no events. It misleads for chances near one, which no
    exponential can follow. Zou (2004), American Journal of Epidemiology 159:702; MacKinnon and
    White (1985) for HC3.
    """
    x, y, n = checked(design, events, records)
    if y.sum() <= 0 or not _is_full(x, n):
        return None
    weighed = x.T @ (x * n[:, None])
    values = np.linalg.solve(weighed, x.T @ (n * np.log(y.sum() / n.sum())))
    for _ in range(STEPS):
        chance = fitted_chance(x, values)
        step = np.linalg.solve(x.T @ (x * (n * chance)[:, None]), x.T @ (y - n * chance))
        # Never more than e-fold at once: from far away a full step would overshoot.
        values = values + step / max(1.0, float(np.abs(x @ step).max()))
        if np.abs(step).max() < TOLERANCE:
            break
    return Coefficients(values, _leaving_out(x, y, n, values))


def checked(
    design: ArrayLike, events: ArrayLike, records: ArrayLike
) -> tuple[Numbers, Numbers, Numbers]:
    """Return the three as arrays, rows that fit each other and events that fit their records."""
    x, y, n = (np.asarray(values, dtype=np.float64) for values in (design, events, records))
    if x.ndim != 2 or y.shape != n.shape or y.shape != x.shape[:1]:
        raise ValueError("Columns, events and records must be of one length.")
    if not np.all(np.isfinite(x)) or np.any(y < 0) or np.any(y > n):
        raise ValueError("A row has a gap, or more events than records.")
    return x, y, n


def _is_full(x: Numbers, n: Numbers) -> bool:
    """Return whether no column of the rows with records follows from the others."""
    alike = x.T @ (x * n[:, None])
    size = np.sqrt(np.diag(alike))
    if not np.all(size > 0):
        return False
    return bool(np.linalg.eigvalsh(alike / np.outer(size, size))[0] > TOLERANCE)


def fitted_chance(x: Numbers, values: Numbers) -> Numbers:
    """Return the chance of each row; a kind of record without any event keeps one above zero."""
    return np.asarray(np.exp(np.clip(x @ values, -FARTHEST, FARTHEST)), dtype=np.float64)


def fitted_bread(x: Numbers, expected: Numbers) -> Numbers:
    """Return the inverse of the information, from the events expected in each row."""
    return np.asarray(np.linalg.inv(x.T @ (x * expected[:, None])), dtype=np.float64)


def _leaving_out(x: Numbers, y: Numbers, n: Numbers, values: Numbers) -> Numbers:
    chance = fitted_chance(x, values)
    bread = fitted_bread(x, n * chance)
    leverage = chance * np.sum((x @ bread) * x, axis=1)
    squares = y * (1 - chance) ** 2 + (n - y) * chance**2
    kept = np.maximum(1 - leverage, TOLERANCE) ** 2
    return np.asarray(bread @ (x.T @ (x * (squares / kept)[:, None])) @ bread)
