"""What share will have the event in the end, when most never will: a mixture cure model."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dashboard.estimators.intervals import LEVEL, UNDEFINED, Interval, critical_value

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]
    Profile = Callable[[float], tuple[float, Numbers]]

LEAST_EVENTS = 50
# Records must have been watched for this many times the median lag of those who have the event.
LEAST_LAGS = 2.0
# Of the logit of a share: beyond it a share is 0 or 1 to five digits.
EDGE = 12.0
# The line of log hazard on log days: its height, and the log of its slope (Weibull's shape).
LOWEST, HIGHEST = np.array([-300.0, -3.0]), np.array([60.0, 3.0])
# exp(-exp(5)) is 0 to 60 digits.
LARGEST_LOG_HAZARD = 5.0
LARGEST_EXPONENT = 700.0
SMALLEST = 1e-300
# Of the log-likelihood; an interval asks for differences of 2.
TOLERANCE = 1e-9
NUDGE = 1e-5
STEPS = 100
BISECTIONS = 34
GOLDEN = (math.sqrt(5) - 1) / 2


@dataclass(frozen=True)
class Cure:
    """A fitted model: the share that will ever have the event, and the lag of those who do."""

    ultimate: Interval
    scale: float | None = None
    shape: float | None = None
    events: int = 0
    longest: int = 0

    def median_lag(self) -> float | None:
        """Return the days by which half of those who will ever have the event have had it."""
        if self.scale is None or self.shape is None:
            return None
        return self.scale * math.exp(math.log(math.log(2)) / self.shape)

    def maturity(self, day: int) -> float | None:
        """Return which part of the ultimate share has had the event by the end of a day."""
        if self.scale is None or self.shape is None:
            return None
        return -math.expm1(-(((max(day, -1) + 1) / self.scale) ** self.shape))

    def share_by(self, day: int) -> float | None:
        """Return the share that has had the event by the end of a day, as the model has it."""
        part = self.maturity(day)
        return None if part is None or self.ultimate.value is None else part * self.ultimate.value


def weibull_cure(
    days: ArrayLike,
    observed: ArrayLike,
    counts: ArrayLike,
    *,
    deff: float = 1.0,
    level: float = LEVEL,
) -> Cure:
    """Return the share that will ever have the event, from a day histogram with censoring.

    In words: a part never has it; the days of the others follow a Weibull law, 1 - F(t) = (1 -
    share) + share x exp(-(t / scale)^shape). Likelihood of whole days: an event on day t fell
    between t and t + 1, a record censored on day t had none before t + 1. The interval is the
    profile likelihood's (divided by `deff` where records share accounts); the usual one, from the
    curvature, held the truth 80 % of the time. Undefined with events on fewer than two days. It
    misleads while the curve still rises: then the share rests on the Weibull law alone (see
    `is_allowed`); and when late arrivals differ from early ones. Boag (1949); Farewell (1982),
    Biometrics 38:1041; Venzon and Moolgavkar (1988) for the interval.
    """
    records, longest = _records(days, observed, counts)
    events = int(records.events.sum())
    if records.ends.size < 2:
        return Cure(UNDEFINED, events=events, longest=longest)
    profile = _profile(records)
    at = _highest(profile)
    top, line = profile(at)
    enough = top - critical_value(level) ** 2 / 2 * deff
    low, high = (_share(_crossing(profile, at, edge, enough)) for edge in (-EDGE, EDGE))
    shape = math.exp(float(line[1]))
    scale = math.exp(min(-float(line[0]) / shape, LARGEST_EXPONENT))
    return Cure(Interval(_share(at), low, high), scale, shape, events, longest)


def is_allowed(cure: Cure) -> bool:
    """Return whether the ultimate share may be shown.

    It takes 50 events, and records watched for at least twice the median lag of those who ever
    have the event, as fitted: where the share cannot be told yet, that lag comes out long. The
    median of those who are done would be short and allow it too soon.
    """
    lag = cure.median_lag()
    return lag is not None and cure.events >= LEAST_EVENTS and cure.longest >= LEAST_LAGS * lag


@dataclass(frozen=True)
class _Records:
    """Events between two edges in days, and censored records past one edge."""

    starts: Numbers
    ends: Numbers
    events: Numbers
    past: Numbers
    censored: Numbers

    def likelihood(self, share: float, line: Numbers) -> tuple[float, Numbers]:
        """Return the log-likelihood of a share and a line, and its slopes in the line."""
        low, low_by = _hazard(self.starts, line)
        high, high_by = _hazard(self.ends, line)
        out, out_by = _hazard(self.past, line)
        between = np.maximum(np.exp(-low) * -np.expm1(low - high), SMALLEST)
        left = np.maximum(1 + share * np.expm1(-out), SMALLEST)
        value = float(self.events @ np.log(share * between) + self.censored @ np.log(left))
        gain = np.exp(-high) * high_by - np.exp(-low) * low_by
        loss = share * np.exp(-out) * out_by
        return value, gain @ (self.events / between) - loss @ (self.censored / left)


def _records(days: ArrayLike, observed: ArrayLike, counts: ArrayLike) -> tuple[_Records, int]:
    asked = np.asarray(days, dtype=np.float64)
    numbers = np.asarray(counts, dtype=np.float64)
    if not np.all(np.isfinite(asked)) or not np.all(numbers >= 0):
        raise ValueError("A day histogram needs a day and a count of at least 0 in every row.")
    kept = numbers > 0
    whole = np.maximum(np.floor(asked[kept]), 0)
    is_event = np.asarray(observed, dtype=bool)[kept]

    def folded(chosen: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
        distinct, place = np.unique(whole[chosen], return_inverse=True)
        return distinct, np.bincount(place, numbers[kept][chosen], distinct.size).astype(float)

    starts, events = folded(is_event)
    last, censored = folded(~is_event)
    longest = int(whole.max()) if whole.size else 0
    return _Records(starts, starts + 1, events, last + 1, censored), longest


def _hazard(edges: Numbers, line: Numbers) -> tuple[Numbers, Numbers]:
    """Return (edge / scale)^shape, and its slopes in the height and the log slope of the line."""
    logs = math.exp(float(line[1])) * np.log(np.maximum(edges, SMALLEST))
    hazard = np.exp(np.minimum(float(line[0]) + logs, LARGEST_LOG_HAZARD))
    return hazard, np.stack([hazard, hazard * logs])


def _share(logit: float) -> float:
    if abs(logit) >= EDGE:
        return float(logit > 0)
    return 1 / (1 + math.exp(-logit))


def _profile(records: _Records) -> Profile:
    """Return the function from the logit of a share to its highest likelihood and the line there.

    Each search starts from the line found last: neighbouring shares have neighbouring lines.
    """
    middle = float(np.average(records.ends, weights=records.events))
    last = np.array([math.log(math.log(2)) - math.log(middle), 0.0])

    def highest(logit: float) -> tuple[float, Numbers]:
        nonlocal last
        value, last = _climb(records, _share(logit), last)
        return value, last

    return highest


def _climb(records: _Records, share: float, line: Numbers) -> tuple[float, Numbers]:
    """Return the highest likelihood at a share: Newton's steps, shorter where they lead down."""
    value, slopes = records.likelihood(share, line)
    damping = 1e-6
    for _ in range(STEPS):
        moved = np.array([records.likelihood(share, line + by)[1] for by in NUDGE * np.eye(2)])
        curvature = (moved + moved.T - np.add.outer(slopes, slopes)) / (2 * NUDGE)
        step = _newton(slopes, curvature, damping)
        tried = np.clip(line + step, LOWEST, HIGHEST)
        new_value, new_slopes = records.likelihood(share, tried)
        if new_value < value:
            damping = max(damping, 1e-4) * 10
            if damping > 1e9:
                break
            continue
        gained = new_value - value
        line, value, slopes, damping = tried, new_value, new_slopes, damping / 10
        if gained < TOLERANCE:
            break
    return value, line


def _newton(slopes: Numbers, curvature: Numbers, damping: float) -> Numbers:
    """Return the step upward of a curved surface, each axis bent down at least by the damping."""
    bends, axes = np.linalg.eigh(curvature)
    size = np.abs(bends) + damping * float(np.abs(bends).max()) + SMALLEST
    return np.asarray(np.clip(axes @ ((axes.T @ slopes) / size), -2.0, 2.0), dtype=np.float64)


def _highest(profile: Profile) -> float:
    """Return the logit with the highest likelihood, by golden section."""
    low, high = -EDGE, EDGE
    left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_left, at_right = profile(left)[0], profile(right)[0]
    for _ in range(BISECTIONS):
        if at_left > at_right:
            high, right, at_right = right, left, at_left
            left = high - GOLDEN * (high - low)
            at_left = profile(left)[0]
        else:
            low, left, at_left = left, right, at_right
            right = low + GOLDEN * (high - low)
            at_right = profile(right)[0]
    middle = (low + high) / 2
    return EDGE if profile(EDGE)[0] >= profile(middle)[0] else middle


def _crossing(profile: Profile, inside: float, edge: float, enough: float) -> float:
    """Return where between the best logit and an edge the likelihood falls below `enough`."""
    if edge > 0 and profile(edge)[0] >= enough:
        return edge
    for _ in range(BISECTIONS):
        middle = (inside + edge) / 2
        if profile(middle)[0] >= enough:
            inside = middle
        else:
            edge = middle
    return (inside + edge) / 2
