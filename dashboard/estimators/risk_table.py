"""Who was at risk, who ended and who was censored on each day, and the products built on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dashboard.estimators.intervals import critical_value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]

CENSORED = "censored"
# A share that should be 0, 1/2 or 1 may miss it in the last digits after many additions.
ROUNDING = 1e-12
# exp() of more overflows; the bound is 0 or 1 long before.
LARGEST_EXPONENT = 700.0


@dataclass(frozen=True)
class RiskTable:
    """One entry a day that saw an event or a censoring."""

    days: NDArray[np.int64]
    events: Mapping[str, Numbers]
    ended: Numbers
    censored: Numbers
    at_risk: Numbers
    total: float

    def at_risk_on(self, days: ArrayLike) -> Numbers:
        """Return who entered each of these days, whether or not anything happened on it."""
        return np.append(self.at_risk, 0.0)[np.searchsorted(self.days, days, side="left")]

    def is_complete(self, days: ArrayLike) -> NDArray[np.bool_]:
        """Return whether nobody was censored before each of these days."""
        before = np.append(0.0, np.cumsum(self.censored))
        return np.asarray(before[np.searchsorted(self.days, days, side="left")] == 0)

    def latest(self, steps: Numbers, days: ArrayLike, start: float) -> Numbers:
        """Return the height of a step curve on these days, `start` before its first step."""
        return np.append(start, steps)[np.searchsorted(self.days, days, side="right")]


def risk_table(
    days: ArrayLike, kinds: ArrayLike, counts: ArrayLike, causes: Sequence[str]
) -> RiskTable:
    """Return the table of a day histogram, whose rows may repeat and stand in any order."""
    numbers = np.asarray(counts, dtype=np.float64)
    asked = np.asarray(days, dtype=np.float64)
    ends = np.asarray(kinds)
    if not np.all(np.isfinite(asked)) or not np.all(numbers >= 0):
        raise ValueError("A day histogram needs a day and a count of at least 0 in every row.")
    is_known = np.isin(ends, [CENSORED, *causes]) if ends.size else np.array([], dtype=bool)
    if not np.all(is_known):
        unknown = sorted({str(kind) for kind in ends[~is_known]})
        raise ValueError(f"Ends that are neither {CENSORED!r} nor a cause: {', '.join(unknown)}.")
    kept = numbers > 0
    whole = np.maximum(np.floor(asked[kept]), 0).astype(np.int64)
    distinct, position = np.unique(whole, return_inverse=True)

    def per_day(chosen: NDArray[np.bool_]) -> Numbers:
        weights = np.where(chosen[kept], numbers[kept], 0.0)
        return np.bincount(position, weights, distinct.size).astype(np.float64)

    events = {cause: per_day(np.asarray(ends == cause)) for cause in causes}
    censored = per_day(np.asarray(ends == CENSORED))
    ended = per_day(np.asarray(ends != CENSORED))
    at_risk = np.cumsum((ended + censored)[::-1])[::-1]
    return RiskTable(distinct, events, ended, censored, at_risk, float(numbers.sum()))


def greenwood(table: RiskTable) -> tuple[Numbers, Numbers]:
    """Return the share not ended after each day, and its variance by Greenwood (1926)."""
    survival = np.cumprod(1 - table.ended / table.at_risk, dtype=np.float64)
    return survival, np.square(survival) * np.cumsum(_hazard_variance(table))


def aalen_johansen_share(
    table: RiskTable, survival: Numbers, cause: str
) -> tuple[Numbers, Numbers]:
    """Return the share ended by a cause after each day, and its variance by the delta method.

    In words, over the days up to t: (F(t) - F)^2 d / (n (n - d)), plus S^2 (n - k) k / n^3, less
    twice (F(t) - F) S k / n^2; n at risk, d ended, k ended by the cause, S open before the day.
    The squares are multiplied out, so that one pass over the days serves every t.
    Marubini and Valsecchi (1995), 10.2.
    """
    n, k = table.at_risk, table.events[cause]
    before = np.append(1.0, survival)[:-1]
    share = np.cumsum(before * k / n)
    hazard = _hazard_variance(table)
    own = before**2 * (n - k) * k / n**3
    shared = before * k / n**2
    variance = (
        share**2 * np.cumsum(hazard)
        - 2 * share * np.cumsum(share * hazard + shared)
        + np.cumsum(share**2 * hazard + own + 2 * share * shared)
    )
    return share, np.maximum(variance, 0.0)


def log_log(survival: Numbers, errors: Numbers, level: float) -> tuple[Numbers, Numbers]:
    """Return bounds of a share on the scale log(-log), which keeps them in 0..1.

    NaN where the share is 0 or 1 or has no error: there the scale has no value.
    """
    defined = (survival > ROUNDING) & (survival < 1 - ROUNDING) & (errors > 0)
    inside = np.where(defined, survival, 0.5)
    log_share = np.log(inside)
    reach = critical_value(level) * np.where(defined, errors, 0.0) / (inside * -log_share)
    factor = np.exp(np.minimum(reach, LARGEST_EXPONENT))
    low, high = np.exp(log_share * factor), np.exp(log_share / factor)
    return np.where(defined, low, np.nan), np.where(defined, high, np.nan)


def first_day_of_half(days: NDArray[np.int64], shares: Numbers) -> float | None:
    """Return the first day on which the shares have reached one half, or None."""
    reached = np.flatnonzero(shares >= 0.5 - ROUNDING)
    return float(days[reached[0]]) if reached.size else None


def _hazard_variance(table: RiskTable) -> Numbers:
    """Return d / (n (n - d)) per day; 0 on a last day that nobody survives."""
    left = table.at_risk - table.ended
    safe = np.where(left > 0, left, 1.0)
    return np.where(left > 0, table.ended / (table.at_risk * safe), 0.0)
