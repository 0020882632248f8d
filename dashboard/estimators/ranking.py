"""How well a score ranks those who had the event above those who had not."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dashboard.estimators.intervals import LEVEL, critical_value
from dashboard.estimators.standardise import Difference

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Auc:
    """The area under the ROC curve with its standard error and interval."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    standard_error: float | None = None


def auc(scores: ArrayLike, events: ArrayLike, others: ArrayLike, *, level: float = LEVEL) -> Auc:
    """Return how often a record with the event has the higher score, ties counting half.

    In words: of all pairs of one with and one without; .5 is a coin, 1 is never wrong. One entry
    a score (they may repeat) with the records that had the event and that had not. DeLong's
    error, interval on the logit scale; none with a single record on a side, or where no pair is
    out of order. It misleads when the score decides who is worked: it then ranks effort too; and
    among worked records alone it is too low, since the others were sorted out by the score. A
    strong score (.96) with 30 events was held 91 % of the time. DeLong, DeLong and Clarke-Pearson
    (1988), Biometrics 44:837; Pepe (2003), 5.2, for the logit.
    """
    with_event, without = _numbers(scores, events, others)
    m, n = float(with_event.sum()), float(without.sum())
    if m == 0 or n == 0:
        return Auc()
    of_events, of_others = placements(scores, events, others)
    value = float(np.sum(with_event * of_events)) / m
    if m < 2 or n < 2:
        return Auc(value)
    error = math.sqrt(_variance(with_event, of_events) / m + _variance(without, of_others) / n)
    # One half of a pair is the smallest step; anything below is rounding.
    if error == 0 or min(value, 1 - value) < 0.25 / (m * n):
        return Auc(value, standard_error=error)
    reach = critical_value(level) * error / (value * (1 - value))
    odds = value / (1 - value)
    low, high = odds / math.exp(reach), odds * math.exp(reach)
    return Auc(value, low / (1 + low), high / (1 + high), error)


def auc_difference(
    first: ArrayLike,
    second: ArrayLike,
    events: ArrayLike,
    others: ArrayLike,
    *,
    level: float = LEVEL,
) -> Difference:
    """Return by how much the first score ranks better than the second on the same records.

    One entry a pair of scores with its records. The two errors are taken together, since both
    scores err on the same records: as if independent the interval would be too wide. It misleads
    when a score was computed anew after the outcome, or with fewer than about 50 events. DeLong,
    DeLong and Clarke-Pearson (1988).
    """
    with_event, without = _numbers(first, events, others)
    m, n = float(with_event.sum()), float(without.sum())
    if m == 0 or n == 0:
        return Difference()
    one, two = placements(first, events, others), placements(second, events, others)
    of_events, of_others = one[0] - two[0], one[1] - two[1]
    value = float(np.sum(with_event * of_events)) / m
    if m < 2 or n < 2:
        return Difference(value)
    error = math.sqrt(_variance(with_event, of_events) / m + _variance(without, of_others) / n)
    reach = critical_value(level) * error
    return Difference(value, max(-1.0, value - reach), min(1.0, value + reach), error)


def placements(
    scores: ArrayLike, events: ArrayLike, others: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return for each entry the share of others below it, and the share of events above it.

    Ties count half; NaN where there are no others, or no events.
    """
    with_event, without = _numbers(scores, events, others)
    distinct, place = np.unique(np.asarray(scores, dtype=np.float64), return_inverse=True)
    at_event = np.bincount(place, with_event, distinct.size)
    at_other = np.bincount(place, without, distinct.size)
    m, n = at_event.sum(), at_other.sum()
    below = (np.cumsum(at_other) - at_other / 2) / (n or np.nan)
    above = (m - np.cumsum(at_event) + at_event / 2) / (m or np.nan)
    return below[place], above[place]


def _numbers(scores: ArrayLike, events: ArrayLike, others: ArrayLike) -> tuple[Numbers, Numbers]:
    values = np.asarray(scores, dtype=np.float64)
    with_event = np.asarray(events, dtype=np.float64)
    without = np.asarray(others, dtype=np.float64)
    if not np.all(np.isfinite(values)):
        raise ValueError("A record without a score cannot be ranked.")
    if not (np.all(with_event >= 0) and np.all(without >= 0)):
        raise ValueError("A score has fewer than no records.")
    return with_event, without


def _variance(counts: Numbers, values: Numbers) -> float:
    """Return the variance over records, `counts` of them an entry."""
    n = float(counts.sum())
    middle = float(np.sum(counts * values)) / n
    return float(np.sum(counts * (values - middle) ** 2)) / (n - 1)
