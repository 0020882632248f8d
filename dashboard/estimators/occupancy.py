"""In which state records are, day by day, where they are watched for unequal times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from dashboard.estimators.intervals import LEVEL, Interval, wilson_bounds
from dashboard.estimators.risk_table import CENSORED, log_log
from dashboard.estimators.survival import LEAST_AT_RISK, CompetingRisks, Curve, aalen_johansen

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]
    Days = NDArray[np.int64]


@dataclass(frozen=True)
class Spans:
    """Spans of records, one entry a span or a number of spans alike.

    A record is a chain of spans from day 0: it is in a state on the days start <= t < until. An end
    is None where the next span follows, a cause where the record ended on day `until`, "censored"
    where it was last watched on that day, which it spent in the state.
    """

    states: ArrayLike
    starts: ArrayLike
    untils: ArrayLike
    counts: ArrayLike
    ends: Sequence[str | None] | NDArray[np.object_]


@dataclass(frozen=True)
class Occupancy:
    """The share of records in each state on each day: ended in some way, or still in a state."""

    risks: CompetingRisks
    # Days on which the number in a state changes, and the number from that day on.
    held: Mapping[str, tuple[Days, Numbers]]

    def shares_on(self, days: ArrayLike, state: str, *, deff: float | None = None) -> Curve:
        """Return the share of records in this state on these days.

        All shares of a day add up to 1. No value where fewer than `least_at_risk` enter the day
        and some were censored before it. `deff` is that of this state, if it has its own.
        """
        risks = self.risks if deff is None else replace(self.risks, deff=deff)
        if state not in self.held:
            return risks.shares_on(days, state)
        asked = np.atleast_1d(np.asarray(days, dtype=np.int64))
        at_risk, total = risks.table.at_risk_on(asked), risks.table.total
        if total == 0:
            nothing = np.full(asked.size, np.nan)
            return Curve(asked, nothing, nothing, nothing, at_risk)
        here = _on(asked, *self.held[state])
        still = np.sum([_on(asked, *steps) for steps in self.held.values()], axis=0)
        complete = risks.table.is_complete(asked)
        survival = risks.table.latest(risks.survival, asked, 1.0)
        part = here / np.where(still > 0, still, 1.0)
        values = np.where(complete, here / total, survival * part)
        values = np.where(complete | (at_risk >= risks.least_at_risk), values, np.nan)
        lows, highs = wilson_bounds(values, total / risks.deff, risks.level)
        variance = part**2 * risks.table.latest(risks.open_variance, asked, 0.0)
        variance += survival**2 * part * (1 - part) / np.where(still > 0, still, 1.0)
        lower, upper = log_log(1 - values, np.sqrt(variance * risks.deff), risks.level)
        lows, highs = np.where(complete, lows, 1 - upper), np.where(complete, highs, 1 - lower)
        return Curve(asked, values, lows, highs, at_risk)

    def share_at(self, day: int, state: str, *, deff: float | None = None) -> Interval:
        """Return the share of records in this state on this day."""
        curve = self.shares_on(day, state, deff=deff)
        parts = (float(steps[0]) for steps in (curve.values, curve.lows, curve.highs))
        return Interval(*(None if np.isnan(part) else part for part in parts))


def occupancy(
    spans: Spans,
    *,
    states: Sequence[str],
    causes: Sequence[str],
    deff: float = 1.0,
    level: float = LEVEL,
    least_at_risk: int = LEAST_AT_RISK,
) -> Occupancy:
    """Return the shares of records by state and day; a state is held for a time, a cause for good.

    In words: the share ended by a cause is Aalen and Johansen's; what is still open by Kaplan and
    Meier is divided among the states as it is among the records still watched on the day.
    Counting the states of all records would take young ones for open ones. Interval: Wilson's
    while nobody was censored before the day, then by the delta method on log(-log(1 - share)). It
    misleads when the day a record is censored has to do with its state. Pepe, Longton and
    Thornquist (1991), Statistics in Medicine 10:413; Datta and Satten (2001), Statistics and
    Probability Letters 55:403.
    """
    names, numbers = np.asarray(spans.states), np.asarray(spans.counts, dtype=np.float64)
    kinds = np.array(["" if end is None else str(end) for end in spans.ends], dtype=np.str_)
    first, until = _whole(spans.starts), _whole(spans.untils)
    unknown = sorted({str(name) for name in names} - set(states))
    if unknown or set(states) & {*causes, CENSORED}:
        raise ValueError(f"Spans must be in one of the states, which are no ends: {unknown}.")
    if np.any(until < first):
        raise ValueError("A span ends before it starts.")
    is_last = kinds != ""
    risks = aalen_johansen(
        until[is_last],
        kinds[is_last],
        numbers[is_last],
        causes=causes,
        deff=deff,
        level=level,
        least_at_risk=least_at_risk,
    )
    left = until + (kinds == CENSORED)
    held = {name: _steps(first, left, np.where(names == name, numbers, 0.0)) for name in states}
    _check_chains(risks, held)
    return Occupancy(risks, held)


def _whole(days: ArrayLike) -> Days:
    asked = np.asarray(days, dtype=np.float64)
    if not np.all(np.isfinite(asked)):
        raise ValueError("A span needs the day it starts and the day it ends.")
    return np.maximum(np.floor(asked), 0).astype(np.int64)


def _steps(first: Days, left: Days, numbers: Numbers) -> tuple[Days, Numbers]:
    """Return the days on which the number in a state changes, and the number from then on."""
    days, place = np.unique(np.concatenate([first, left]), return_inverse=True)
    changes = np.bincount(place, np.concatenate([numbers, -numbers]), days.size)
    return days, np.cumsum(changes)


def _on(asked: Days, days: Days, numbers: Numbers) -> Numbers:
    return np.append(0.0, numbers)[np.searchsorted(days, asked, side="right")]


def _check_chains(risks: CompetingRisks, held: Mapping[str, tuple[Days, Numbers]]) -> None:
    """Every record still watched and not ended must be in one state."""
    table = risks.table
    days = np.unique(np.concatenate([[0], *(days for days, _ in held.values())]).astype(np.int64))
    ended = table.latest(np.cumsum(table.ended), days, 0.0)
    gone = np.append(0.0, np.cumsum(table.censored))[np.searchsorted(table.days, days, "left")]
    still = np.sum([_on(days, *steps) for steps in held.values()], axis=0)
    if np.any(np.abs(still - (table.total - ended - gone)) > 1e-6 * max(1.0, table.total)):
        raise ValueError("The spans of a record leave a gap, overlap, or lack an end.")
