"""The synthetic company of METHODS lead by lead, with both outcomes: what a gate turns away.

Drawn apart from `coverage_gates`, which knows shares by score only: here sellers may sense what no
score tells, and each lead has its source.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from dashboard.estimators.comparison import Balance, balance
from dashboard.estimators.excess_wins import excess_wins
from dashboard.estimators.overrides import Cells, cells, outcome_if_worked
from dashboard.estimators.score_bounds import WorkedBins, bounds_between, gains, worked_bins
from dashboard.estimators.settling_test import Arms, arm_sizes, progress
from dashboard.estimators.standardise import strata
from dashboard.estimators.trade_off import Prices, move_gate
from tests.bench.coverage_worlds import Draw, World

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

GATE, REPS, LEADS = 65, 40, 40_000
SEGMENTS = np.array([0.50, 0.30, 0.20])
SOURCES = np.array([0.35, 0.25, 0.15, 0.10, 0.10, 0.05])
INTENT, FIT = np.array([-0.3, -0.1, 0.0, 0.1, 0.7, 0.6]), np.array([0.0, 0.2, 0.4])
LIFT, MEDIAN = np.array([0.0, 0.15, -0.35]), np.array([8e3, 25e3, 90e3])
SPREAD, DECAY = 0.6, 0.04
MEAN_VALUE = MEDIAN * math.exp(SPREAD**2 / 2)
# What sellers sense of intent below the gate, where they do.
SENSED = 1.2
# Worked leads with a score this far above the gate stand for the most that others could bring.
WINDOW = 5
# No deal is larger; only the range without assumptions asks for it.
MOST = 2e6
NO_PRICES = Prices(worth=1.0, hours=0.0, rate=0.0)


@dataclass(frozen=True)
class Company:
    """Leads with the chance of a win worked and not, who was worked, and what was seen."""

    score: Numbers
    segment: Numbers
    source: Numbers
    chance_worked: Floats
    is_worked: NDArray[np.bool_]
    is_won: NDArray[np.bool_]
    value: Floats

    def is_turned_away(self) -> NDArray[np.bool_]:
        return (self.score < GATE) & ~self.is_worked

    def truth(self, *, in_money: bool) -> float:
        """Return what a turned-away lead would have brought, worked, on average."""
        away = self.is_turned_away()
        worth = MEAN_VALUE[self.segment] if in_money else 1.0
        return float((self.chance_worked * worth)[away].mean())


def _expit(logit: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-logit)), dtype=np.float64)


def company(random: Generator, *, number: int = LEADS, sensed: float = 0.0) -> Company:
    segment = random.choice(3, number, p=SEGMENTS)
    source = random.choice(6, number, p=SOURCES)
    intent, fit = random.normal(INTENT[source]), random.normal(FIT[segment])
    raw = 52 + 14 * (0.55 * fit + 0.30 * intent + 0.78 * random.normal(size=number))
    score = np.clip(np.rint(raw), 0, 100).astype(np.int64)
    taste = random.normal(0, 0.6, REPS)[random.integers(0, REPS, number)]
    off = (score - GATE).astype(np.float64)
    chosen = np.where(off >= 0, 0.85 + 0.03 * off, -3.5 + 0.02 * off + sensed * intent)
    is_worked = random.random(number) < _expit(chosen + taste)
    wait = random.gamma(2, 0.6, number) * np.exp(-0.15 * intent) + random.gamma(1.5, 2.4, number)
    wait += 1.5 * (random.random(number) < 2 / 7)
    at_once = _expit(-3 + 0.9 * intent + 0.5 * fit + LIFT[segment])
    worked = at_once * np.exp(-DECAY * wait)
    unworked = np.minimum(0.10 * at_once * math.exp(-0.2), worked)
    is_won = random.random(number) < np.where(is_worked, worked, unworked)
    value = np.where(is_won, MEDIAN[segment] * random.lognormal(0, SPREAD, number), 0.0)
    return Company(score, segment, source, worked, is_worked, is_won, value)


def outcome_of(made: Company, *, in_money: bool) -> Floats:
    return made.value if in_money else made.is_won.astype(np.float64)


def bins_of(made: Company, *, in_money: bool) -> WorkedBins:
    outcome, n = outcome_of(made, in_money=in_money), 101
    columns = []
    for power in (0, 1, 2):
        for chosen in (made.is_worked, ~made.is_worked):
            columns.append(np.bincount(made.score[chosen], outcome[chosen] ** power, n))
    leads, sums, squares = columns[:2], columns[2:4], columns[4:]
    return worked_bins(np.arange(n), *leads, *sums, (squares[0], squares[1]) if in_money else None)


def cells_of(made: Company, *, in_money: bool) -> Cells:
    outcome, n = outcome_of(made, in_money=in_money), 303
    cell = made.score * 3 + made.segment

    def counted(chosen: NDArray[np.bool_], power: int) -> Floats:
        return np.bincount(cell[chosen], outcome[chosen] ** power, n)

    worked = (counted(made.is_worked, power) for power in (0, 1, 2))
    return cells(np.arange(n) // 3, np.arange(n) % 3, *worked, counted(~made.is_worked, 0))


def sources_of(made: Company) -> dict[str, Balance]:
    """Return how unlike the sources of overrides are, of those left alone with the same score."""
    below = made.score < GATE
    stratum = made.score // 5 * 3 + made.segment
    cell = stratum * 6 + made.source
    n1, n0 = (
        np.bincount(cell[below & kind], minlength=360) for kind in (made.is_worked, ~made.is_worked)
    )
    names = [str(each) for each in np.arange(360) % 6]
    return dict(balance(names, [str(each) for each in np.arange(360) // 6], n1, n0))


def ends_of(made: Company, *, in_money: bool) -> tuple[float, float, float, float]:
    """Return least, most and the outer range of what a turned-away lead would bring, worked."""
    bins = bins_of(made, in_money=in_money)
    found = gains(bins, GATE, window=WINDOW, most=MOST if in_money else 1.0)
    ends = move_gate(bins, found, NO_PRICES, GATE, [0]).outcome
    below = bins.floors < GATE
    anyway, n = float(bins.sum_unworked[below].sum()), float(bins.unworked[below].sum())
    least, most, low, high = ((anyway + float(end[0])) / n for end in vars(ends).values())
    return least, most, low, high


def turned_away(*, in_money: bool, sensed: float = 0.0) -> World:
    """What turned-away leads would bring on average: the bounds, by their Imbens-Manski range."""

    def draw(random: Generator) -> Draw:
        made = company(random, sensed=sensed)
        _, most, low, high = ends_of(made, in_money=in_money)
        return Draw(most, low, high, made.truth(in_money=in_money))

    return draw


def guessed(*, in_money: bool, sensed: float = 0.0) -> World:
    """The same as one number, from the leads that sellers worked all the same."""

    def draw(random: Generator) -> Draw:
        made = company(random, sensed=sensed)
        found = outcome_if_worked(cells_of(made, in_money=in_money), GATE)
        return Draw(found.value, found.low, found.high, made.truth(in_money=in_money))

    return draw


def ends_apart(low: float, high: float) -> World:
    """Two shares of 400 records that bound a third, which lies at the upper one."""

    def draw(random: Generator) -> Draw:
        ends = random.binomial(400, [low, high]) / 400
        errors = np.sqrt(ends * (1 - ends) / 400)
        found = bounds_between(float(ends[0]), float(ends[1]), float(errors[0]), float(errors[1]))
        return Draw(found.high, found.outer_low, found.outer_high, high)

    return draw


def watched_test(today: float, hoped: float, *, by_plain: bool = False) -> World:
    """A settling test looked at after every fiftieth of it: what all its ranges have in common."""
    planned = arm_sizes(today, hoped, is_watched=True)

    def draw(random: Generator) -> Draw:
        wins = [
            np.cumsum(random.random(arm) < share)
            for arm, share in ((planned.passed, hoped), (planned.held, today))
        ]
        low, high, value = -1.0, 1.0, None
        for n in np.unique(np.linspace(0, planned.passed, 51).astype(int)[1:]):
            counts = (float(arm[n - 1]) for arm in wins)
            found = progress(*counts, Arms(int(n), int(n)), planned)
            value = found.plain.value
            seen = found.plain if by_plain else found.watched
            if seen.low is not None and seen.high is not None:
                low, high = max(low, seen.low), min(high, seen.high)
        return Draw(value, low, high, hoped - today)

    return draw


def matched_accounts(random: Generator) -> Draw:
    """600 turned-away accounts of 12 kinds, wins in each half again as frequent as in others."""
    base = np.linspace(0.01, 0.12, 12)
    n1, n0 = random.multinomial(600, np.full(12, 1 / 12)), 40 + 20 * np.arange(12)
    table = strata(random.binomial(n1, 1.5 * base), n1, random.binomial(n0, base), n0)
    found = excess_wins(table)
    return Draw(found.value, found.low, found.high, float(np.sum(n1 * 0.5 * base)))
