"""Shares by time where some records are not finished: Kaplan-Meier and Aalen-Johansen.

Both read day histograms. On a tied day events precede censoring; a day below 0 counts as day 0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dashboard.estimators.intervals import LEVEL, Interval, wilson_bounds
from dashboard.estimators.risk_table import (
    CENSORED,
    RiskTable,
    aalen_johansen_share,
    first_day_of_half,
    greenwood,
    log_log,
    risk_table,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

# With fewer at risk a curve is drawn by single records.
LEAST_AT_RISK = 10


@dataclass(frozen=True)
class Curve:
    """A step curve with its band; NaN where there is no value, or a value but no interval."""

    days: NDArray[np.int64]
    values: NDArray[np.float64]
    lows: NDArray[np.float64]
    highs: NDArray[np.float64]
    at_risk: NDArray[np.float64]


def _interval(curve: Curve) -> Interval:
    """Return the only point of a curve."""
    parts = (float(steps[0]) for steps in (curve.values, curve.lows, curve.highs))
    return Interval(*(None if math.isnan(part) else part for part in parts))


@dataclass(frozen=True)
class KaplanMeier:
    """The share that has not had the event yet."""

    table: RiskTable
    survival: NDArray[np.float64]
    standard_errors: NDArray[np.float64]
    level: float
    least_at_risk: int

    def survival_on(self, days: ArrayLike) -> Curve:
        """Return the share without the event after these days, with the log-log interval."""
        asked = np.atleast_1d(np.asarray(days, dtype=np.int64))
        values = self.table.latest(self.survival, asked, 1.0)
        errors = self.table.latest(self.standard_errors, asked, 0.0)
        at_risk = self.table.at_risk_on(asked)
        values = np.where(at_risk >= self.least_at_risk, values, np.nan)
        return Curve(asked, values, *log_log(values, errors, self.level), at_risk)

    def survival_at(self, day: int) -> Interval:
        """Return the share without the event after this day."""
        return _interval(self.survival_on(day))

    def median(self) -> Interval:
        """Return the first day on which at most half are left, by the curve and by its band."""
        curve = self.survival_on(self.table.days)
        return Interval(
            first_day_of_half(curve.days, 1 - curve.values),
            first_day_of_half(curve.days, 1 - np.fmin(curve.lows, curve.values)),
            first_day_of_half(curve.days, 1 - curve.highs),
        )


@dataclass(frozen=True)
class CompetingRisks:
    """The share that has ended in each way, where one end rules out the others."""

    table: RiskTable
    survival: NDArray[np.float64]
    shares: Mapping[str, NDArray[np.float64]]
    variances: Mapping[str, NDArray[np.float64]]
    open_variance: NDArray[np.float64]
    deff: float
    level: float
    least_at_risk: int

    def shares_on(self, days: ArrayLike, cause: str) -> Curve:
        """Return the share ended by this cause by these days, each day included."""
        ended = np.cumsum(self.table.events[cause])
        return self._shares_on(days, self.shares[cause], self.variances[cause], ended)

    def share_at(self, day: int, cause: str) -> Interval:
        """Return the share ended by this cause by this day.

        While nobody is censored before the day it is k of n with Wilson's interval; after that
        it needs `least_at_risk` records entering the day, or there is no value.
        """
        return _interval(self.shares_on(day, cause))

    def open_at(self, day: int) -> Interval:
        """Return the share that had not ended in any way by this day."""
        ended = np.cumsum(self.table.ended)
        curve = self._shares_on(day, 1 - self.survival, self.open_variance, ended)
        return _interval(
            Curve(curve.days, 1 - curve.values, 1 - curve.highs, 1 - curve.lows, curve.at_risk)
        )

    def curve(self, cause: str) -> Curve:
        """Return the whole step curve, ended where too few are at risk."""
        curve = self.shares_on(self.table.days, cause)
        kept = ~np.isnan(curve.values)
        return Curve(
            curve.days[kept],
            curve.values[kept],
            curve.lows[kept],
            curve.highs[kept],
            curve.at_risk[kept],
        )

    def half_reached_by(self, cause: str) -> Interval:
        """Return the first day on which half have ended by this cause; None is "fewer than half".

        Its range runs from the first day on which the band's upper edge reaches one half to the
        first on which its lower edge does.
        """
        curve = self.curve(cause)
        return Interval(
            first_day_of_half(curve.days, curve.values),
            first_day_of_half(curve.days, np.fmax(curve.highs, curve.values)),
            first_day_of_half(curve.days, curve.lows),
        )

    def _shares_on(
        self,
        days: ArrayLike,
        shares: NDArray[np.float64],
        variances: NDArray[np.float64],
        ended: NDArray[np.float64],
    ) -> Curve:
        asked = np.atleast_1d(np.asarray(days, dtype=np.int64))
        total = self.table.total
        at_risk = self.table.at_risk_on(asked)
        if total == 0:
            nothing = np.full(asked.size, np.nan)
            return Curve(asked, nothing, nothing, nothing, at_risk)
        complete = self.table.is_complete(asked)
        values = self.table.latest(shares, asked, 0.0)
        values = np.where(complete, self.table.latest(ended, asked, 0.0) / total, values)
        values = np.where(complete | (at_risk >= self.least_at_risk), values, np.nan)
        errors = np.sqrt(self.table.latest(variances, asked, 0.0) * self.deff)
        lower, upper = log_log(1 - values, errors, self.level)
        lows, highs = wilson_bounds(values, total / self.deff, self.level)
        lows, highs = np.where(complete, lows, 1 - upper), np.where(complete, highs, 1 - lower)
        return Curve(asked, values, lows, highs, at_risk)


def kaplan_meier(
    days: ArrayLike,
    observed: ArrayLike,
    counts: ArrayLike,
    *,
    deff: float = 1.0,
    level: float = LEVEL,
    least_at_risk: int = LEAST_AT_RISK,
) -> KaplanMeier:
    """Return the share still without the event, with Greenwood's error and log-log interval.

    In words: the product over days of (1 - events / at risk). `deff` multiplies the variance. It
    misleads when records leave for reasons tied to the event, above all when another end rules
    the event out: then use `aalen_johansen`. Kaplan and Meier (1958); Greenwood (1926); median's
    interval: Brookmeyer and Crowley (1982).
    """
    kinds = np.where(np.asarray(observed, dtype=bool), "event", CENSORED)
    table = risk_table(days, kinds, counts, ("event",))
    survival, variance = greenwood(table)
    return KaplanMeier(table, survival, np.sqrt(variance * deff), level, least_at_risk)


def aalen_johansen(
    days: ArrayLike,
    kinds: Sequence[str] | NDArray[np.str_] | NDArray[np.object_],
    counts: ArrayLike,
    *,
    causes: Sequence[str],
    deff: float = 1.0,
    level: float = LEVEL,
    least_at_risk: int = LEAST_AT_RISK,
) -> CompetingRisks:
    """Return the share ended by each cause; a kind is a cause or "censored".

    In words: the sum over days of the share still open before the day times the events of the
    cause among those at risk; variance by the delta method, interval on log(-log(1 - F)). `deff`
    multiplies the variance. It misleads when censored records differ from those still watched.
    Aalen and Johansen (1978); Marubini and Valsecchi (1995), 10.2.
    """
    table = risk_table(days, kinds, counts, causes)
    survival, open_variance = greenwood(table)
    both = {cause: aalen_johansen_share(table, survival, cause) for cause in causes}
    shares = {cause: share for cause, (share, _) in both.items()}
    variances = {cause: variance for cause, (_, variance) in both.items()}
    return CompetingRisks(
        table, survival, shares, variances, open_variance, deff, level, least_at_risk
    )
