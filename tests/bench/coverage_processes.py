"""Worlds of deals that go on in time, of paths and of scores, for the coverage of intervals."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from dashboard.estimators.averages import momentum_interval
from dashboard.estimators.comparison import (
    mantel_haenszel_odds_ratio,
    mantel_haenszel_risk_ratio,
)
from dashboard.estimators.cure import weibull_cure
from dashboard.estimators.difference import count_difference, difference
from dashboard.estimators.diversity import effective_interval
from dashboard.estimators.intervals import Interval, critical_value, median_interval
from dashboard.estimators.occupancy import Occupancy, Spans, occupancy
from dashboard.estimators.ranking import auc, auc_difference
from dashboard.estimators.rates import event_rate
from dashboard.estimators.standardise import strata
from tests.bench.coverage_worlds import (
    ENTRY_DAYS,
    Draw,
    Numbers,
    World,
    accounts_of,
    deals,
    deals_of_accounts,
    deff_of,
    draw_of,
    true_share,
)

# Moves per 30 days at risk.
RATE = 1.2
# Leads that arrived over a year; 6 % are won some day, after a Weibull lag.
ULTIMATE, SHAPE, SCALE, ARRIVALS = 0.06, 1.3, 90.0, 365
# Talking, silent, moved, lost: where a deal is tomorrow by where it is today.
TOMORROW = np.array(
    [[0.90, 0.06, 0.03, 0.01], [0.04, 0.93, 0.01, 0.02], [0, 0, 1, 0], [0, 0, 0, 1]]
)
STATES, CAUSES = ("talking", "silent"), ("moved", "lost")
# Half of the wins of two periods came within so many days; how many wins there were.
_PERIODS = ((60.5, 120), (50.5, 90))


def _moves(random: Generator, number: int, chance: float, rate: float) -> tuple[Numbers, Numbers]:
    """Return the days at risk and the moves of accounts whose pace differs."""
    accounts = accounts_of(random, number, chance)
    days = random.integers(1, 120, accounts.size)
    pace = random.gamma(2, 0.5, number)[accounts]
    moves = random.poisson(rate / 30 * days * pace)
    return np.bincount(accounts, days), np.bincount(accounts, moves)


def _rate_of(x: Numbers, e: Numbers) -> Interval:
    return event_rate(*map(float, (e.sum(), x.sum(), e @ e, e @ x, x @ x)), x.size)


def moves_per_month(number: int, *, chance: float = 0.5, rate: float = RATE) -> World:
    """Forward moves per 30 open days."""
    return lambda random: draw_of(_rate_of(*_moves(random, number, chance, rate)), rate)


def moves_as_a_count(random: Generator) -> Draw:
    """The same moves taken for a Poisson count."""
    days, moves = _moves(random, 150, 0.5, RATE)
    value = 30 * moves.sum() / days.sum()
    factor = math.exp(critical_value(0.95) / math.sqrt(moves.sum()))
    return Draw(value, value / factor, value * factor, RATE)


def difference_of_rates(random: Generator) -> Draw:
    """150 accounts against 80 with moves half as frequent."""
    one = _rate_of(*_moves(random, 150, 0.5, RATE))
    other = _rate_of(*_moves(random, 80, 0.5, RATE / 2))
    return draw_of(difference(one, other), RATE / 2)


def two_counts(one: float, other: float) -> World:
    """What happened in two periods of one length."""

    def draw(random: Generator) -> Draw:
        found = count_difference(float(random.poisson(one)), float(random.poisson(other)))
        return draw_of(found, one - other)

    return draw


def two_medians(random: Generator) -> Draw:
    """Days to close of 120 wins, half of them within 60 days, and of 90, half within 50."""
    days = [np.floor(random.lognormal(math.log(middle), 0.7, n)) for middle, n in _PERIODS]
    ones = [median_interval(each, np.ones(each.size, dtype=np.int64)) for each in days]
    return draw_of(difference(*ones), _PERIODS[0][0] - _PERIODS[1][0])


def momentum(n: int) -> World:
    """The momentum index of deals that end in competing ways, of one account each."""
    truth = 100 / 60 * sum(true_share(day) for day in range(60))

    def draw(random: Generator) -> Draw:
        days, kinds = deals(random, n)
        found = momentum_interval(days, kinds, np.arange(n), "moved", seed=1)
        return draw_of(found, truth)

    return draw


def clustered_momentum(random: Generator) -> Draw:
    """About 400 deals of 200 accounts that share a pace."""
    days, kinds, accounts, _ = deals_of_accounts(random)
    truth = 100 / 60 * sum(0.75 * (1 - (1 + 0.02 * (day + 1)) ** -2) for day in range(60))
    return draw_of(momentum_interval(days, kinds, accounts, "moved", seed=1), truth)


def paths(n: int) -> World:
    """The effective number of 25 paths, the most common of them one deal in five."""
    shares = 0.8 ** np.arange(25)
    shares /= shares.sum()
    truth = math.exp(-float(np.sum(shares * np.log(shares))))
    return lambda random: draw_of(effective_interval(random.multinomial(n, shares)), truth)


def ratio_of(kind: str) -> World:
    """24 thin strata with one ratio of odds, or of shares, in all of them: 1.5."""

    def draw(random: Generator) -> Draw:
        base = np.linspace(0.05, 0.45, 24)
        odds = 1.5 * base / (1 - base)
        other = odds / (1 + odds) if kind == "odds" else 1.5 * base
        n1 = 2 + random.poisson(np.linspace(2, 14, 24))
        n0 = 2 + random.poisson(np.linspace(30, 6, 24))
        table = strata(random.binomial(n1, other), n1, random.binomial(n0, base), n0)
        ratio = mantel_haenszel_odds_ratio if kind == "odds" else mantel_haenszel_risk_ratio
        return draw_of(ratio(table), 1.5)

    return draw


def cure(random: Generator) -> Draw:
    """5,000 leads, half of them too young to tell."""
    n = 5_000
    lag = np.where(random.random(n) < ULTIMATE, SCALE * random.weibull(SHAPE, n), 1e9)
    watched = random.integers(0, ARRIVALS + 1, n)
    won = np.floor(lag) <= watched
    days = np.where(won, np.floor(lag), watched)
    return draw_of(weibull_cure(days, won, np.ones(n)).ultimate, ULTIMATE)


def ranked(n: int, gap: float = 1.0) -> World:
    """A score rounded to tenths; the tenth that is won scores higher by `gap` deviations."""
    truth = NormalDist().cdf(gap / math.sqrt(2))

    def draw(random: Generator) -> Draw:
        won = random.permutation(n) < n // 10
        scores = np.round(random.normal(gap * won, 1), 1)
        found = auc(scores, won, ~won)
        return Draw(found.value, found.low, found.high, truth)

    return draw


def two_scores(random: Generator) -> Draw:
    """Two scores of the same 600 leads that have half their noise in common."""
    won = random.permutation(600) < 100
    common = random.normal(0, math.sqrt(0.5), 600)
    one, two = (common + random.normal(gap * won, math.sqrt(0.5)) for gap in (1.0, 0.6))
    found = auc_difference(one, two, won, ~won)
    truth = NormalDist().cdf(1.0 / math.sqrt(2)) - NormalDist().cdf(0.6 / math.sqrt(2))
    return Draw(found.value, found.low, found.high, truth)


def days_of_deals(random: Generator, n: int) -> tuple[NDArray[np.int64], Numbers]:
    """Return the state of each deal (row) on each day of its chain, and the day last watched."""
    chain = np.zeros((n, ENTRY_DAYS + 1), dtype=np.int64)
    upto = np.cumsum(TOMORROW, axis=1)[:, :-1]
    for day in range(1, ENTRY_DAYS + 1):
        drawn = random.random(n)
        chain[:, day] = (drawn[:, None] >= upto[chain[:, day - 1]]).sum(axis=1)
    return chain, random.integers(0, ENTRY_DAYS + 1, n)


def spans_of(chain: NDArray[np.int64], watched: Numbers) -> Spans:
    """Return the spans of chains of states, each watched through its own day."""
    n = len(chain)
    ended = chain >= len(STATES)
    first_end = np.where(ended.any(axis=1), ended.argmax(axis=1), ENTRY_DAYS + 1)
    last = np.minimum(first_end, watched)
    rows, days = np.nonzero(
        np.column_stack([np.ones(n, dtype=bool), chain[:, 1:] != chain[:, :-1]])
        & (np.arange(ENTRY_DAYS + 1) <= watched[:, None])
        & ~ended
    )
    is_last = np.append(rows[1:] != rows[:-1], [True])
    untils = np.where(is_last, last[rows], np.append(days[1:], 0))
    end = np.where(first_end <= watched, chain[np.arange(n), last], 0)
    names = np.array(["censored", "censored", *CAUSES], dtype=object)
    ends = np.where(is_last, names[end[rows]], None)
    return Spans(np.array(STATES)[chain[rows, days]], days, untils, np.ones(rows.size), ends)


def where_deals_are(random: Generator, n: int) -> Occupancy:
    return occupancy(spans_of(*days_of_deals(random, n)), states=STATES, causes=CAUSES)


def true_occupancy(state: str, day: int) -> float:
    """Return the share of deals in a state on a day, from the powers of the chain."""
    return float(np.linalg.matrix_power(TOMORROW, day)[0, (*STATES, *CAUSES).index(state)])


def in_state(state: str, day: int, n: int = 200) -> World:
    """Share of deals talking or silent on a day, where deals are watched for unequal times."""
    truth = true_occupancy(state, day)
    return lambda random: draw_of(where_deals_are(random, n).share_at(day, state), truth)


def clustered_state(random: Generator) -> Draw:
    """300 deals in threes that go the same way: silent on day 30, with the deff of that share."""
    chain, watched = days_of_deals(random, 100)
    chain, watched = np.repeat(chain, 3, axis=0), np.repeat(watched, 3)
    spans = spans_of(chain, watched)
    deff = deff_of(np.repeat(np.arange(100), 3), (chain[:, 30] == 1) & (watched >= 30))
    found = occupancy(spans, states=STATES, causes=CAUSES).share_at(30, "silent", deff=deff)
    return draw_of(found, true_occupancy("silent", 30))
