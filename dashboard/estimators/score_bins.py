"""Records by score, counted from a threshold: all that is read of the leads at a gate.

Scores of 0 and above passed. Per score there are the number of records and the sums of their
outcome and of its square.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]

# Fractions of a sum below which its digits are rounding.
ROUNDING = 1e-9


@dataclass(frozen=True)
class Bins:
    """Records by score less the threshold: number, sum of the outcome, of its square, events."""

    x: Numbers
    n: Numbers
    y: Numbers
    squares: Numbers
    events: Numbers

    def where(self, kept: NDArray[np.bool_], *, threshold: float = 0.0) -> Bins:
        """Return some of the bins, counted from another threshold."""
        columns = (self.n, self.y, self.squares, self.events)
        return Bins(self.x[kept] - threshold, *(column[kept] for column in columns))


def binned(
    scores: ArrayLike,
    n: ArrayLike,
    y: ArrayLike,
    squares: ArrayLike | None = None,
    events: ArrayLike | None = None,
    *,
    threshold: float = 0.0,
) -> Bins:
    """Return bins counted from the threshold; entries of one score are added up.

    `squares` is left out for an outcome of 0 and 1, whose events are then counted. For money
    `events` are the records with any; left out, every record is one (a trait, a share worked).
    """
    sums = np.asarray(y, dtype=np.float64)
    records = np.asarray(n, dtype=np.float64)
    of_squares = sums if squares is None else np.asarray(squares, dtype=np.float64)
    counted = (sums if squares is None else records) if events is None else events
    columns = [records, sums, of_squares, np.asarray(counted, dtype=np.float64)]
    at = np.asarray(scores, dtype=np.float64) - threshold
    if not np.all(np.isfinite(at)):
        raise ValueError("A record without a score lies on neither side of a threshold.")
    if len({at.shape, *(column.shape for column in columns)}) != 1 or at.ndim != 1:
        raise ValueError("The columns of the bins must be of one length.")
    slack = ROUNDING * (1 + np.abs(of_squares * records))
    if np.any(records < 0) or np.any(sums**2 > of_squares * records + slack):
        raise ValueError("The sums of a score are not those of so many records.")
    return _merged(at, columns)


def pooled(regimes: Sequence[Bins]) -> Bins:
    """Return the bins of several thresholds over time as one, each counted from its own.

    The jump is then their mean, weighted by the records near each. It misleads when the gate
    worked another way at another height.
    """
    if not regimes:
        return binned([], [], [])
    names = ("n", "y", "squares", "events")
    columns = [np.concatenate([getattr(part, name) for part in regimes]) for name in names]
    return _merged(np.concatenate([part.x for part in regimes]), columns)


def _merged(at: Numbers, columns: Sequence[Numbers]) -> Bins:
    kept = columns[0] > 0
    x, place = np.unique(at[kept], return_inverse=True)
    sums = (np.bincount(place, column[kept], x.size) for column in columns)
    return Bins(x, *(np.asarray(column, dtype=np.float64) for column in sums))
