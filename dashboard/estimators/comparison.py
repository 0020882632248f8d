"""What stands beside a like-for-like comparison: ratios, tests over strata, balance, E-values.

A "table" is the `Strata` of `standardise`: events and records of two groups, one entry a stratum.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dashboard.estimators.intervals import LEVEL, UNDEFINED, Interval, critical_value
from dashboard.estimators.standardise import Strata

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True)
class ChiSquare:
    """A chi-square statistic with its degrees of freedom, and how often chance exceeds it."""

    statistic: float | None = None
    freedom: int = 0
    p: float | None = None


@dataclass(frozen=True)
class EValue:
    """How strong a hidden factor must be: to explain the estimate, to move the interval to 1."""

    estimate: float | None = None
    interval: float | None = None


@dataclass(frozen=True)
class Balance:
    """A difference of shares in standard deviations, before and after weighting."""

    before: float | None
    after: float | None


def chi_square_tail(statistic: float, freedom: int) -> float:
    """Return how often chance gives a chi-square above this; a finite sum for whole freedom."""
    half = statistic / 2
    if half <= 0:
        return 1.0
    odd = freedom % 2
    term = math.sqrt(half / math.pi) * 2 * math.exp(-half) if odd else math.exp(-half)
    total = math.erfc(math.sqrt(half)) if odd else 0.0
    for step in range(freedom // 2):
        total += term
        term *= half / (step + (1.5 if odd else 1))
    return min(total, 1.0)


def mantel_haenszel_odds_ratio(table: Strata, *, level: float = LEVEL) -> Interval:
    """Return the common odds ratio of the strata; 1 is no difference.

    It misleads when read as "times as likely": for frequent events it is further from 1 than the
    ratio of shares. Mantel and Haenszel (1959); Robins, Breslow and Greenland (1986).
    """
    t = table.common()
    n = t.n1 + t.n0
    a, b, c, d = t.k1, t.n1 - t.k1, t.k0, t.n0 - t.k0
    r, s = a * d / n, b * c / n
    p, q = (a + d) / n, (b + c) / n
    up, down = float(r.sum()), float(s.sum())
    if up <= 0 or down <= 0:
        return UNDEFINED
    variance = (
        np.sum(p * r) / (2 * up**2)
        + np.sum(p * s + q * r) / (2 * up * down)
        + np.sum(q * s) / (2 * down**2)
    )
    return _on_log_scale(up / down, float(variance), level)


def mantel_haenszel_risk_ratio(table: Strata, *, level: float = LEVEL) -> Interval:
    """Return the common ratio of the two shares; the input of `e_value`.

    It misleads when the ratio varies much between strata. Greenland and Robins (1985), Biometrics
    41:55.
    """
    t = table.common()
    n = t.n1 + t.n0
    up, down = float(np.sum(t.k1 * t.n0 / n)), float(np.sum(t.k0 * t.n1 / n))
    if up <= 0 or down <= 0:
        return UNDEFINED
    events = t.k1 + t.k0
    spread = float(np.sum((t.n1 * t.n0 * events - t.k1 * t.k0 * n) / n**2))
    return _on_log_scale(up / down, spread / (up * down), level)


def cochran_mantel_haenszel(table: Strata, *, corrected: bool = False) -> ChiSquare:
    """Return the test that within the strata the groups do not differ.

    `corrected` takes half an event off, as R's mantelhaen.test does. It misleads when the strata
    differ in opposite directions: they cancel. Cochran (1954); Mantel and Haenszel (1959).
    """
    t = table.common()
    n = t.n1 + t.n0
    events = t.k1 + t.k0
    variance = float(np.sum(t.n1 * t.n0 * events * (n - events) / (n**2 * (n - 1))))
    if variance <= 0:
        return ChiSquare()
    distance = abs(float(np.sum(t.k1 - t.n1 * events / n)))
    distance = max(0.0, distance - 0.5) if corrected else distance
    statistic = distance**2 / variance
    return ChiSquare(statistic, 1, chi_square_tail(statistic, 1))


def breslow_day(table: Strata) -> ChiSquare:
    """Return the test that the odds ratio is the same in all strata.

    In words: how far the events of the first group lie from what the common odds ratio would give.
    Strata in which all or none had the event tell nothing and are left out. With few records in
    most strata it misleads in both directions. Breslow and Day (1980), 4.4.
    """
    ratio = mantel_haenszel_odds_ratio(table).value
    t = table.common()
    events = t.k1 + t.k0
    tells = (events > 0) & (events < t.n1 + t.n0)
    if ratio is None or int(tells.sum()) < 2:
        return ChiSquare()
    n1, n0, k1, events = t.n1[tells], t.n0[tells], t.k1[tells], events[tells]
    expected = _expected_events(ratio, n1, n0, events)
    inverse = 1 / expected + 1 / (n1 - expected)
    inverse += 1 / (events - expected) + 1 / (n0 - events + expected)
    statistic = float(np.sum((k1 - expected) ** 2 * inverse))
    freedom = int(tells.sum()) - 1
    return ChiSquare(statistic, freedom, chi_square_tail(statistic, freedom))


def e_value(ratio: float | None, low: float | None = None, high: float | None = None) -> EValue:
    """Return how strongly a hidden factor must go with both group and outcome to explain a ratio.

    In words: as a ratio of shares; with 2 a factor that doubles the outcome and is twice as common
    in one group would do, over and above all that is adjusted for. `interval` is the same for the
    end nearer to 1; it is 1 when the interval holds 1. It misleads as a verdict: how strong hidden
    factors are is not in the data, and it takes one where there may be many. VanderWeele and Ding
    (2017), Annals of Internal Medicine 167:268.
    """
    if ratio is None:
        return EValue()
    if ratio <= 0:
        raise ValueError(f"A ratio of shares is above 0, not {ratio}.")
    near = low if ratio >= 1 else high
    if near is None:
        return EValue(_e_value(ratio))
    holds_one = near <= 1 if ratio >= 1 else near >= 1
    return EValue(_e_value(ratio), 1.0 if holds_one else _e_value(near))


def balance(
    levels: Sequence[str], strata_ids: Sequence[str], n1: ArrayLike, n0: ArrayLike
) -> Mapping[str, Balance]:
    """Return for each level of a trait how unlike the groups are, before and after weighting.

    One entry a combination of stratum and level, with the records of both groups. After: the whole
    first group against the second, weighted to the first one's strata ("first" of
    `standardised_difference`). A trait the strata are made of can differ only through strata that
    lack one of the groups; one they are not made of shows what weighting left. Below 0.1 counts as
    alike; both divide by the standard deviation before. It says nothing of traits not recorded.
    Austin (2009), Statistics in Medicine 28:3083.
    """
    first, second = np.asarray(n1, dtype=np.float64), np.asarray(n0, dtype=np.float64)
    _, stratum = np.unique(np.asarray(strata_ids), return_inverse=True)
    of_first, of_second = np.bincount(stratum, first), np.bincount(stratum, second)
    factor = np.where(of_second > 0, of_first / np.where(of_second > 0, of_second, 1.0), 0.0)
    weighted = second * factor[stratum]
    names = np.asarray(levels)
    found = {}
    for level in dict.fromkeys(levels):
        shares = [_share_of(names == level, records) for records in (first, second, weighted)]
        found[level] = Balance(_in_deviations(*shares[:2], *shares[:2]), _after(*shares))
    return found


def _after(p1: float | None, p0: float | None, weighted: float | None) -> float | None:
    return _in_deviations(p1, weighted, p1, p0)


def _share_of(is_level: NDArray[np.bool_], records: NDArray[np.float64]) -> float | None:
    total = float(records.sum())
    return float(records[is_level].sum()) / total if total > 0 else None


def _in_deviations(
    one: float | None, other: float | None, p1: float | None, p0: float | None
) -> float | None:
    if one is None or other is None or p1 is None or p0 is None:
        return None
    spread = math.sqrt((p1 * (1 - p1) + p0 * (1 - p0)) / 2)
    if spread > 0:
        return (one - other) / spread
    return 0.0 if one == other else None


def _e_value(ratio: float) -> float:
    away = max(ratio, 1 / ratio) if ratio > 0 else math.inf
    return away + math.sqrt(away * (away - 1))


def _expected_events(
    ratio: float,
    n1: NDArray[np.float64],
    n0: NDArray[np.float64],
    events: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the events of the first group that give each stratum this odds ratio."""
    if abs(ratio - 1) < 1e-9:
        return n1 * events / (n1 + n0)
    square = 1 - ratio
    linear = n0 - events + ratio * (n1 + events)
    root = np.sqrt(linear**2 + 4 * square * ratio * n1 * events)
    return np.asarray((root - linear) / (2 * square), dtype=np.float64)


def _on_log_scale(value: float, variance: float, level: float) -> Interval:
    factor = math.exp(critical_value(level) * math.sqrt(max(variance, 0.0)))
    return Interval(value, value / factor, value * factor)
