"""The test that settles whether the gate is right: some leads are let through at random.

Sizes, price and end of such a test, and a rule by which it may be looked at every day.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Literal

import numpy as np

from dashboard.estimators.intervals import (
    LEVEL,
    UNDEFINED,
    WINDOW,
    Interval,
    critical_value,
    newcombe,
    wilson_bounds,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

POWER = 0.8
# Further out than this many errors the normal law says nothing; so early a test is not read.
FURTHEST = 6.0
BISECTIONS = 60

Reading = Literal["pays", "does not pay", "goes on", "ended open"]


@dataclass(frozen=True)
class Arms:
    """Leads let through at random, and leads of the same kind held back as always."""

    passed: int
    held: int


@dataclass(frozen=True)
class Plan:
    """What a test takes: seller hours, money, days until all are in, days until all can tell."""

    arms: Arms
    hours: float
    price: float
    days_to_fill: int
    days_to_end: int


@dataclass(frozen=True)
class Progress:
    """How far a test is, what it found so far, and whether it may be ended.

    `watched` holds the truth however often one looks, `plain` only if one looks once.
    """

    share_done: float
    watched: Interval
    plain: Interval
    reading: Reading


def arm_sizes(
    today: float,
    hoped: float,
    *,
    held_per_passed: float = 1.0,
    power: float = POWER,
    level: float = LEVEL,
    is_watched: bool = False,
) -> Arms:
    """Return how many leads each arm needs to tell two shares of wins apart.

    In words: (z_level + z_power)^2 x (1 + 1 / held per passed) / h^2, with h = 2 asin(root of the
    hoped share) - 2 asin(root of today's). `is_watched` makes room for looking at any time (5.7 %
    more; see `reach`). To tell whether an hour pays, put today's share plus the break-even
    difference for `today`. It misleads for very rare wins, where Newcombe's range is wider than the
    normal law: with .5 % against 6 % it asks for 126 an arm, which find the difference 72 % of the
    time and not 80 % (`power_of`; watched, 133 find it 60 % of the time, and of 3 % against 5 % the
    1,569 find 77 %). Cohen (1988), Statistical Power Analysis, 6.4.
    """
    if not (0 <= today <= 1 and 0 <= hoped <= 1) or today == hoped or held_per_passed <= 0:
        raise ValueError("A test needs two different shares, and leads in both arms.")
    apart = 2 * math.asin(math.sqrt(hoped)) - 2 * math.asin(math.sqrt(today))
    each = (_errors_apart(power, level, is_watched=is_watched) / apart) ** 2
    passed = each * (1 + 1 / held_per_passed)
    return Arms(math.ceil(passed), math.ceil(passed * held_per_passed))


def detectable(
    today: float,
    arms: Arms,
    *,
    power: float = POWER,
    level: float = LEVEL,
    is_watched: bool = False,
) -> float:
    """Return the share of wins above today's that arms of this size find so often; 1 at most.

    What a smaller test sees: `arm_sizes` turned round, with its weakness.
    """
    errors = _errors_apart(power, level, is_watched=is_watched)
    apart = errors * math.sqrt(1 / arms.passed + 1 / arms.held)
    angle = math.asin(math.sqrt(today)) + apart / 2
    return math.sin(min(angle, math.pi / 2)) ** 2


def power_of(today: float, hoped: float, arms: Arms, *, level: float = LEVEL) -> float:
    """Return how often a test of these arms, looked at once, finds a difference that is there.

    In words: the chances of all pairs of win counts whose interval by Newcombe lies on the side of
    the difference, added up; exact, so it tells where `arm_sizes` promises too much. It leaves out
    counts twelve standard deviations off.
    """
    passed, held = _counts(hoped, arms.passed), _counts(today, arms.held)
    one, other = passed[0][:, None] / arms.passed, held[0][None, :] / arms.held
    low1, high1 = wilson_bounds(one, arms.passed, level)
    low2, high2 = wilson_bounds(other, arms.held, level)
    if hoped >= today:
        is_found = one - other > np.hypot(one - low1, high2 - other)
    else:
        is_found = other - one > np.hypot(high1 - one, other - low2)
    return float(passed[1] @ is_found @ held[1])


def plan(
    arms: Arms, *, leads_per_day: float, hours_per_lead: float, rate: float, horizon_days: int
) -> Plan:
    """Return what a test of these arms takes at the present inflow of such leads.

    The hours are those spent on the leads let through, `rate` is money per hour; the last lead in
    needs `horizon_days` until it can tell. It misleads when the inflow has seasons.
    """
    if leads_per_day <= 0:
        raise ValueError("Without inflow a test never ends.")
    days = math.ceil((arms.passed + arms.held) / leads_per_day)
    hours = arms.passed * hours_per_lead
    return Plan(arms, hours, hours * rate, days, days + horizon_days)


def reach(share_done: float, *, level: float = LEVEL) -> float:
    """Return how many errors off a difference must lie to end a test that is watched.

    In words: c / root of the share done, with c = 2.24 at 95 %. A sum of gains wanders like a
    Brownian motion, and by reflection crosses c on one side by the end with twice the chance of
    ending beyond it; c makes that half of 5 % on each side. So it holds for any number of looks at
    any times, on average a little too wide for few. Leads beyond the planned number do not count:
    with them it would be too narrow. O'Brien and Fleming (1979), Biometrics 35:549, with the
    spending of Lan and DeMets (1983), Biometrika 70:659, at its limit of looking all the time.
    """
    if share_done <= 0:
        return math.inf
    return critical_value((1 + level) / 2) / math.sqrt(min(share_done, 1.0))


def progress(
    wins_passed: float,
    wins_held: float,
    arms: Arms,
    planned: Arms,
    *,
    pays_from: float = 0.0,
    level: float = LEVEL,
) -> Progress:
    """Return how far a test is and what it says, from the leads of each arm that are old enough.

    `pays_from` is the difference from which an hour pays: cost / (value of a win x margin). In
    words: the share won among those let through less that among those held, by Newcombe's method
    with `reach` errors; it "pays" once the whole range lies above `pays_from`. It misleads when
    those let through were not chosen at random, when the plan is changed on the way, and when the
    difference is read as a best guess after an early end: then it is too large. Jennison and
    Turnbull (1989), Interim analyses: the repeated confidence interval approach, JRSS B 51:305.
    """
    if not arms.passed or not arms.held:
        return Progress(0.0, UNDEFINED, UNDEFINED, "goes on")
    share = (1 / planned.passed + 1 / planned.held) / (1 / arms.passed + 1 / arms.held)
    counts = (wins_passed, arms.passed, wins_held, arms.held)
    plain = newcombe(*counts, level=level)
    errors = reach(share, level=level)
    watched = Interval(plain.value)
    if errors <= FURTHEST:
        watched = newcombe(*counts, level=2 * NormalDist().cdf(errors) - 1)
    return Progress(min(share, 1.0), watched, plain, _reading(watched, share, pays_from))


def _counts(share: float, n: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the win counts that may come of n leads, and how likely each is."""
    spread = WINDOW * math.sqrt(n * share * (1 - share)) + WINDOW
    first, last = max(0, math.floor(n * share - spread)), min(n, math.ceil(n * share + spread))
    counts = range(first, last + 1)
    if share in {0.0, 1.0}:
        return np.array([n * share]), np.ones(1)
    logs = [
        math.lgamma(n + 1)
        - math.lgamma(k + 1)
        - math.lgamma(n - k + 1)
        + k * math.log(share)
        + (n - k) * math.log1p(-share)
        for k in counts
    ]
    return np.array(counts, dtype=np.float64), np.exp(logs)


def _reading(watched: Interval, share: float, pays_from: float) -> Reading:
    if watched.low is not None and watched.low > pays_from:
        return "pays"
    if watched.high is not None and watched.high < pays_from:
        return "does not pay"
    return "ended open" if share >= 1 else "goes on"


def _errors_apart(power: float, level: float, *, is_watched: bool) -> float:
    """Return how many errors the truth must lie off to be found with this power."""
    if not level / 2 < power < 1:
        raise ValueError(f"The power must lie between {level / 2} and 1, not {power}.")
    plain = critical_value(level) + NormalDist().inv_cdf(power)
    if not is_watched:
        return plain
    edge = reach(1.0, level=level)
    low, high = plain, plain + edge
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        low, high = (middle, high) if _crosses(middle, edge) < power else (low, middle)
    return high


def _crosses(drift: float, edge: float) -> float:
    """Return how often a Brownian motion with this drift reaches an edge by time 1."""
    normal = NormalDist().cdf
    return 1 - normal(edge - drift) + math.exp(2 * drift * edge) * normal(-edge - drift)
