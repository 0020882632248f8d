"""Whether a score says who will have the event: lift by tenths, calibration, Brier's score."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dashboard.estimators.intervals import (
    LEVEL,
    UNDEFINED,
    Interval,
    critical_value,
    newcombe,
    wilson,
)

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]

PARTS = 10
STEPS = 50
TOLERANCE = 1e-10


@dataclass(frozen=True)
class Part:
    """A tenth of the records by score, the best first; ties are shared between neighbours."""

    position: int
    records: float
    events: float
    share: Interval
    lift: float | None
    gain: float | None


@dataclass(frozen=True)
class Told:
    """Records of like predicted chance: what was predicted, and the share that came."""

    predicted: float
    records: float
    events: float
    share: Interval


@dataclass(frozen=True)
class Calibration:
    """The line of the logit that came on the logit predicted: 0 and 1 when all is right."""

    intercept: Interval = UNDEFINED
    slope: Interval = UNDEFINED


@dataclass(frozen=True)
class Brier:
    """Mean squared distance of predicted chances from what came, and its parts."""

    value: float | None = None
    reliability: float | None = None
    resolution: float | None = None
    uncertainty: float | None = None
    calibration_error: float | None = None
    z: float | None = None


def lift_by_part(
    scores: ArrayLike, events: ArrayLike, records: ArrayLike, *, parts: int = PARTS
) -> list[Part]:
    """Return the share with the event in each tenth of the records, highest scores first.

    In words: lift is the tenth's share over that of all; gain the part of all events in it and
    the tenths before it. Records of one score that lie in two tenths are divided evenly. Wilson
    for the share. It misleads when only high scores are worked: then it shows effort.
    """
    score, won, n = _columns(scores, events, records)
    order = np.argsort(-score, kind="stable")
    distinct, place = np.unique(-score[order], return_inverse=True)
    size = np.bincount(place, n[order], distinct.size)
    wins = np.bincount(place, won[order], distinct.size)
    total, all_wins = float(size.sum()), float(wins.sum())
    if total == 0:
        return []
    marks = np.linspace(0, total, parts + 1)
    upto = np.concatenate([[0.0], np.cumsum(size)])
    reached = np.interp(marks, upto, np.concatenate([[0.0], np.cumsum(wins)]))
    found = []
    for position, k in enumerate(np.diff(reached), start=1):
        events_in = min(max(float(k), 0.0), total / parts)
        share = wilson(events_in, total / parts)
        lift = events_in / all_wins * parts if all_wins else None
        gain = float(reached[position]) / all_wins if all_wins else None
        found.append(Part(position, total / parts, events_in, share, lift, gain))
    return found


def reliability(
    predicted: ArrayLike, events: ArrayLike, records: ArrayLike, *, parts: int = PARTS
) -> list[Told]:
    """Return predicted chance and share that came in tenths of the records, lowest first.

    Whole groups of one prediction stay together, so a part may be larger than a tenth, and there
    may be fewer than ten. Wilson for the share.
    """
    chance, won, n = _chances(predicted, events, records)
    distinct, place = np.unique(chance[n > 0], return_inverse=True)
    if distinct.size == 0:
        return []
    size, wins = (np.bincount(place, values[n > 0], distinct.size) for values in (n, won))
    middles = np.cumsum(size) - size / 2
    group = np.minimum((middles / size.sum() * parts).astype(int), parts - 1)
    found = []
    for part in np.unique(group):
        inside = group == part
        total, k = float(size[inside].sum()), float(wins[inside].sum())
        mean = float(np.sum(distinct[inside] * size[inside])) / total
        found.append(Told(mean, total, k, wilson(k, total)))
    return found


def calibration(
    predicted: ArrayLike, events: ArrayLike, records: ArrayLike, *, level: float = LEVEL
) -> Calibration:
    """Return the slope and intercept of logistic recalibration.

    In words: logit(chance that came) = intercept + slope x logit(predicted). A slope below one
    says that predictions are too extreme, above one too timid; the intercept at slope one tells
    too high from too low. Predictions of 0 and 1 are left out. Undefined where all or none had
    the event or all predictions are alike. Cox (1958), Biometrika 45:562.
    """
    chance, won, n = _chances(predicted, events, records)
    inner = (chance > 0) & (chance < 1) & (n > 0)
    logit = np.log(chance[inner] / (1 - chance[inner]))
    x = np.stack([np.ones_like(logit), logit], axis=1)
    fit = _logistic(x, won[inner], n[inner])
    if fit is None:
        return Calibration()
    values, covariance = fit
    reach = critical_value(level) * np.sqrt(np.diag(covariance))
    ends = [
        Interval(float(v), float(v - r), float(v + r)) for v, r in zip(values, reach, strict=True)
    ]
    return Calibration(*ends)


def brier(predicted: ArrayLike, events: ArrayLike, records: ArrayLike) -> Brier:
    """Return Brier's score with Murphy's parts, the calibration error and Spiegelhalter's z.

    In words: reliability (distance of shares from what was predicted) less resolution (how far
    shares lie apart) plus uncertainty (of the event itself), groups being records of one predicted
    chance; the calibration error is the mean distance of shares from predictions; z beyond 2 says
    that the predictions are off. The calibration error is never 0 for few records, however right
    the predictions: .09 for 100. Brier (1950); Murphy (1973); Spiegelhalter (1986).
    """
    chance, won, n = _chances(predicted, events, records)
    total = float(n.sum())
    if total == 0:
        return Brier()
    distinct, place = np.unique(chance, return_inverse=True)
    size, wins = (np.bincount(place, values, distinct.size) for values in (n, won))
    share, overall = wins / np.where(size > 0, size, 1.0), float(won.sum()) / total
    off = float(np.sum(size * (share - distinct) ** 2)) / total
    apart = float(np.sum(size * (share - overall) ** 2)) / total
    error = float(np.sum(size * np.abs(share - distinct))) / total
    spread = float(np.sum(n * (1 - 2 * chance) ** 2 * chance * (1 - chance)))
    tested = float(np.sum((won - n * chance) * (1 - 2 * chance)))
    z = tested / math.sqrt(spread) if spread > 0 else None
    whole = float(np.sum(won * (1 - chance) ** 2 + (n - won) * chance**2)) / total
    return Brier(whole, off, apart, overall * (1 - overall), error, z)


def adjacent_differences(events: ArrayLike, records: ArrayLike) -> list[Interval]:
    """Return the share of each grade less that of the grade before it, by Newcombe.

    For scores of too few values for a jump. It misleads as the effect of the gate: neighbouring
    grades differ in more than how they are treated.
    """
    pairs = list(zip(np.asarray(events).tolist(), np.asarray(records).tolist(), strict=True))
    return [newcombe(*after, *before) for before, after in itertools.pairwise(pairs)]


def _columns(
    scores: ArrayLike, events: ArrayLike, records: ArrayLike
) -> tuple[Numbers, Numbers, Numbers]:
    score, won, n = (np.asarray(v, dtype=np.float64) for v in (scores, events, records))
    if not np.all(np.isfinite(score)):
        raise ValueError("A record without a score cannot be ranked.")
    if np.any(won < 0) or np.any(won > n):
        raise ValueError("A score has more events than records.")
    return score, won, n


def _chances(
    predicted: ArrayLike, events: ArrayLike, records: ArrayLike
) -> tuple[Numbers, Numbers, Numbers]:
    chance, won, n = _columns(predicted, events, records)
    if np.any(chance < 0) or np.any(chance > 1):
        raise ValueError("A predicted chance lies between 0 and 1.")
    return chance, won, n


def _logistic(x: Numbers, won: Numbers, n: Numbers) -> tuple[Numbers, Numbers] | None:
    total, wins = float(n.sum()), float(won.sum())
    if not 0 < wins < total or np.linalg.matrix_rank(x) < x.shape[1]:
        return None
    values = np.array([math.log(wins / (total - wins)), 0.0])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-(x @ values)))
        information = x.T @ (x * (n * chance * (1 - chance))[:, None])
        if np.linalg.matrix_rank(information) < x.shape[1]:
            return None
        step = np.linalg.solve(information, x.T @ (won - n * chance))
        values = values + step / max(1.0, float(np.abs(x @ step).max()))
        if np.abs(step).max() < TOLERANCE:
            return values, np.linalg.inv(information)
    return None
