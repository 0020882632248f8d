"""Small worlds with a known truth, one draw at a time, for the coverage and bias of intervals."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from dashboard.estimators.bounds import bound_share
from dashboard.estimators.intervals import (
    Interval,
    design_effect,
    kish_wilson,
    median_interval,
    newcombe,
    wilson,
)
from dashboard.estimators.standardise import (
    Mix,
    Strata,
    mantel_haenszel_difference,
    standardised_difference,
    strata,
)
from dashboard.estimators.survival import CompetingRisks, KaplanMeier, aalen_johansen, kaplan_meier

# Deals after creation: hazards a day of moving and of being lost; the rest never moves.
MOVE, LOSE, NEVER = 0.03, 0.01, 0.15
# Deals are created evenly over these days before the as-of date.
ENTRY_DAYS = 120
# Variance of what the deals of one account have in common, mean 1.
FRAILTY = 0.5


@dataclass(frozen=True)
class Draw:
    """One estimate with its interval, and what it should have found."""

    value: float | None
    low: float | None
    high: float | None
    truth: float


Numbers = NDArray[np.int64]
Texts = NDArray[np.str_]
World = Callable[[Generator], Draw]


def draw_of(found: Interval, truth: float) -> Draw:
    return Draw(found.value, found.low, found.high, truth)


def accounts_of(random: Generator, number: int, chance: float = 0.5) -> Numbers:
    """Return the account of each record; most have one, some have many, more at a low chance."""
    return np.repeat(np.arange(number), 1 + random.negative_binomial(1, chance, number))


def deff_of(accounts: Numbers, happened: NDArray[np.bool_]) -> float:
    """Return the design effect of a plain share, from one entry a record."""
    y = np.bincount(accounts, happened)
    m = np.bincount(accounts)
    n = happened.size
    return design_effect(n, y.sum() / n, np.sum(y * y), np.sum(y * m), np.sum(m * m))


def won_by_accounts(number: int, *, chance: float = 0.5, with_deff: bool = True) -> World:
    """A quarter is won, accounts differ (correlation 0.2): the design effect, or what it is for."""

    def draw(random: Generator) -> Draw:
        accounts = accounts_of(random, number, chance)
        won = random.random(accounts.size) < random.beta(1, 3, number)[accounts]
        size = accounts.size / (deff_of(accounts, won) if with_deff else 1.0)
        return draw_of(wilson(won.sum(), accounts.size, n_effective=size), 0.25)

    return draw


def difference(random: Generator) -> Draw:
    """60 against 90 deals, 30 % against 20 % won."""
    k1, k0 = random.binomial(60, 0.3), random.binomial(90, 0.2)
    return draw_of(newcombe(k1, 60, k0, 90), 0.1)


def deals(random: Generator, n: int) -> tuple[Numbers, Texts]:
    """Return the day and the kind of end of deals whose ends rule each other out."""
    hazard = np.where(random.random(n) < NEVER, 1e-12, MOVE + LOSE)
    return _watched(random, random.exponential(1 / hazard))


def _watched(random: Generator, ends: NDArray[np.float64]) -> tuple[Numbers, Texts]:
    n = ends.size
    cause = np.where(random.random(n) < MOVE / (MOVE + LOSE), "moved", "lost")
    last = random.integers(0, ENTRY_DAYS + 1, n)
    days = np.minimum(ends, 1e6).astype(np.int64)
    return np.minimum(days, last), np.where(days <= last, cause, "censored")


def risks(random: Generator, n: int) -> CompetingRisks:
    days, kinds = deals(random, n)
    return aalen_johansen(days, kinds, np.ones(n), causes=("moved", "lost"))


def true_share(day: int, hazard: float = MOVE) -> float:
    """Return the share of `deals` ended by a cause of this hazard, the day included."""
    total = MOVE + LOSE
    return (1 - NEVER) * hazard / total * (1 - math.exp(-total * (day + 1)))


def ended_by(cause: str, day: int, n: int = 150) -> World:
    """Share of deals moved, or lost (a rare end), by the day, the other end competing."""
    truth = true_share(day, MOVE if cause == "moved" else LOSE)
    return lambda random: draw_of(risks(random, n).share_at(day, cause), truth)


def open_at(day: int, n: int = 150) -> World:
    """Share of deals neither moved nor lost by the day."""
    truth = 1 - true_share(day) - true_share(day, LOSE)
    return lambda random: draw_of(risks(random, n).open_at(day), truth)


def half_moved(random: Generator) -> Draw:
    """150 deals: the first day on which half have moved."""
    truth = next(day for day in range(1000) if true_share(day) >= 0.5)
    return draw_of(risks(random, 150).half_reached_by("moved"), truth)


def _single(random: Generator, n: int) -> KaplanMeier:
    days, kinds = deals(random, n)
    return kaplan_meier(days, kinds != "censored", np.ones(n))


def survival_at(day: int, n: int = 150) -> World:
    """Kaplan-Meier of any end."""
    truth = 1 - true_share(day) - true_share(day, LOSE)
    return lambda random: draw_of(_single(random, n).survival_at(day), truth)


def survival_median(random: Generator) -> Draw:
    """150 deals: Kaplan-Meier's median."""
    truth = next(d for d in range(1000) if true_share(d) + true_share(d, LOSE) >= 0.5)
    return draw_of(_single(random, 150).median(), truth)


def deals_of_accounts(random: Generator) -> tuple[Numbers, Texts, Numbers, float]:
    """Return about 400 deals of 200 accounts, and the true share ended by day 30."""
    accounts = accounts_of(random, 200)
    common = random.gamma(1 / FRAILTY, FRAILTY, 200)[accounts]
    days, kinds = _watched(random, random.exponential(1 / ((MOVE + LOSE) * common)))
    return days, kinds, accounts, 1 - (1 + FRAILTY * (MOVE + LOSE) * 31) ** (-1 / FRAILTY)


def clustered_moved(random: Generator) -> Draw:
    """Deals of accounts: share moved by day 30, with the deff of the plain share by then."""
    days, kinds, accounts, ended = deals_of_accounts(random)
    deff = deff_of(accounts, (kinds == "moved") & (days <= 30))
    result = aalen_johansen(days, kinds, np.ones(days.size), causes=("moved", "lost"), deff=deff)
    return draw_of(result.share_at(30, "moved"), MOVE / (MOVE + LOSE) * ended)


def clustered_survival(random: Generator) -> Draw:
    """The same deals: Kaplan-Meier of any end, with the deff of the plain share by day 30."""
    days, kinds, accounts, ended = deals_of_accounts(random)
    is_end = kinds != "censored"
    deff = deff_of(accounts, is_end & (days <= 30))
    result = kaplan_meier(days, is_end, np.ones(days.size), deff=deff)
    return draw_of(result.survival_at(30), 1 - ended)


def _amounts(random: Generator, n: int) -> tuple[Numbers, NDArray[np.float64]]:
    segment = random.choice(3, n, p=[0.5, 0.3, 0.2])
    medians = np.array([8e3, 25e3, 90e3])[segment]
    return segment, medians * random.lognormal(0, 0.6, n)


def money(random: Generator) -> Draw:
    """200 deals of three sizes, a quarter of them won whatever the amount."""
    _, amounts = _amounts(random, 200)
    won = random.random(200) < 0.25
    found = kish_wilson(amounts[won].sum(), amounts.sum(), np.sum(amounts**2))
    return draw_of(found, 0.25)


def money_by_size(random: Generator) -> Draw:
    """200 deals, large ones won less often: the case Kish's number does not know of."""
    segment, amounts = _amounts(random, 200)
    won = random.random(200) < np.array([0.3, 0.25, 0.15])[segment]
    weights = np.array([0.5 * 8, 0.3 * 25, 0.2 * 90])
    truth = float(np.sum(weights * [0.3, 0.25, 0.15]) / weights.sum())
    found = kish_wilson(amounts[won].sum(), amounts.sum(), np.sum(amounts**2))
    return draw_of(found, truth)


def clustered_money(random: Generator) -> Draw:
    """The same amounts in 150 accounts that differ: Kish's number less the deff of the money."""
    accounts = accounts_of(random, 150)
    _, amounts = _amounts(random, accounts.size)
    won = amounts * (random.random(accounts.size) < random.beta(1, 3, 150)[accounts])
    y, m, squares = np.bincount(accounts, won), np.bincount(accounts, amounts), np.sum(amounts**2)
    share, total = won.sum() / amounts.sum(), amounts.sum()
    deff = design_effect(squares, share, np.sum(y * y), np.sum(y * m), np.sum(m * m))
    return draw_of(wilson(won.sum(), total, n_effective=total**2 / squares / deff), 0.25)


def median_days(n: int) -> World:
    """Days from creation to won, lognormal around 60 days."""

    def draw(random: Generator) -> Draw:
        days = np.rint(60 * random.lognormal(0, 0.8, n))
        return draw_of(median_interval(days, np.ones(n)), 60)

    return draw


def clustered_median(random: Generator) -> Draw:
    """150 accounts with 300 deals, whose days have half of their variance in common."""
    accounts = accounts_of(random, 150)
    common = random.normal(0, 0.57, 150)[accounts]
    days = np.rint(60 * np.exp(common + random.normal(0, 0.57, accounts.size)))
    size = days.size / deff_of(accounts, days <= np.median(days))
    return draw_of(median_interval(days, np.ones(days.size), n_effective=size), 60)


def _segments(random: Generator) -> Strata:
    """Return 24 strata, mixed unlike in the groups; in each the first does 8 points better."""
    base = np.linspace(0.05, 0.45, 24)
    n1 = 2 + random.poisson(np.linspace(2, 14, 24))
    n0 = 2 + random.poisson(np.linspace(30, 6, 24))
    return strata(random.binomial(n1, base + 0.08), n1, random.binomial(n0, base), n0)


def like_for_like(mix: Mix | None, added: float = 1.0) -> World:
    """Difference over 24 thin strata: directly standardised, or by Mantel and Haenszel."""

    def draw(random: Generator) -> Draw:
        table = _segments(random)
        found = (
            mantel_haenszel_difference(table)
            if mix is None
            else standardised_difference(table, mix, added=added)
        )
        return Draw(found.value, found.low, found.high, 0.08)

    return draw


def bounds_at(end: str) -> World:
    """100 won deals, 30 % certain, 10 % cannot be told; the truth at one end of the possible."""

    def draw(random: Generator) -> Draw:
        certain, cannot_tell, _ = random.multinomial(100, [0.3, 0.1, 0.6])
        found = bound_share(certain, cannot_tell, 100)
        value, truth = (found.low, 0.3) if end == "low" else (found.high, 0.4)
        return Draw(value, found.outer_low, found.outer_high, truth)

    return draw
