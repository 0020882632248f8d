"""The synthetic company's waits and sellers, for the coverage of what waiting and accepting do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from dashboard.estimators.leniency import effect_of_accepting, tastes
from dashboard.estimators.log_linear import indicators
from dashboard.estimators.waiting import Rate, decay_rate, instrumented_rate
from tests.bench.coverage_gates import DECAY, REPS, SEGMENTS, SOURCES, expit
from tests.bench.coverage_worlds import Draw, Numbers, World

Floats = NDArray[np.float64]

HAND_RAISERS = 30_000
# An accepted lead is won as often, a refused one as often; each seller has as many.
ACCEPTED_WON, REFUSED_WON, LEADS_EACH = 0.12, 0.022, 500


@dataclass(frozen=True)
class Waits:
    """One row a hand-raiser: what is recorded, the wait before and inside the gate, the win."""

    segment: Numbers
    source: Numbers
    score: Floats
    is_off_hours: Floats
    outside: Floats
    inside: Floats
    won: Floats

    def traits(self) -> Floats:
        """Return columns of what is recorded: the score, segment and source."""
        return np.column_stack([self.score, indicators(self.segment, self.source)])


def waits(random: Generator, n: int = HAND_RAISERS) -> Waits:
    """Return worked leads; the hotter a lead, which no field shows, the sooner it is called."""
    segment = random.choice(3, n, p=[share for share, *_ in SEGMENTS])
    source = random.choice(6, n, p=[share for share, _ in SOURCES])
    intent = random.normal(np.array([mean for _, mean in SOURCES])[source], 1)
    fit = random.normal(np.array([mean for _, mean, *_ in SEGMENTS])[segment], 1)
    lift = np.array([added for *_, added, _ in SEGMENTS])[segment]
    noise = random.normal(0, 0.78, n)
    score = np.clip(np.round(52 + 14 * (0.55 * fit + 0.30 * intent + noise)), 0, 100)
    off = (random.random(n) < 2 / 7).astype(np.float64)
    outside = random.gamma(2, 0.6, n) * np.exp(-0.15 * intent) + 1.5 * off
    inside = random.gamma(1.5, 2.4, n)
    chance = expit(-3 + 0.9 * intent + 0.5 * fit + lift) * np.exp(-DECAY * (outside + inside))
    won = (random.random(n) < chance).astype(np.float64)
    return Waits(segment, source, (score - 52) / 14, off, outside, inside, won)


def rate_inside(random: Generator) -> Draw:
    """The days inside the gate, which no seller chose, beside all that is recorded."""
    made = waits(random)
    traits = np.column_stack([made.traits(), made.outside])
    return draw_of_rate(decay_rate(made.inside, made.won, np.ones(made.won.size), traits))


def rate_off_hours(random: Generator) -> Draw:
    """All days of waiting, by whether the hand was raised off hours."""
    made = waits(random)
    days, ones = made.outside + made.inside, np.ones(made.won.size)
    found = instrumented_rate(days, made.is_off_hours, made.won, ones, made.traits())
    return draw_of_rate(found)


def rate_naive(random: Generator) -> Draw:
    """All days as they are: hot leads wait less, so the rate is too large."""
    made = waits(random)
    days = made.outside + made.inside
    return draw_of_rate(decay_rate(days, made.won, np.ones(made.won.size)))


def draw_of_rate(found: Rate) -> Draw:
    return Draw(found.value, found.low, found.high, DECAY)


def accepting(sellers: int = REPS) -> World:
    """Leads dealt out by turn in four rounds of unlike quality, sellers of unlike taste."""

    def draw(random: Generator) -> Draw:
        rounds = np.arange(4)
        seller, at = (part.ravel() for part in np.meshgrid(np.arange(sellers), rounds))
        taste = random.normal(0, 0.6, sellers)
        n = np.full(seller.size, LEADS_EACH // 4)
        accepted = random.binomial(n, expit(0.85 + taste[seller] + 0.3 * at))
        won = random.binomial(accepted, ACCEPTED_WON + 0.02 * at)
        lost_won = random.binomial(n - accepted, REFUSED_WON + 0.02 * at)
        both, verdict = np.tile(seller, 2), np.repeat([1, 0], seller.size)
        counts = np.concatenate([accepted, n - accepted])
        made = tastes(both, verdict, counts, np.tile(at, 2))
        found = effect_of_accepting(made, np.concatenate([won, lost_won]))
        return Draw(found.value, found.low, found.high, ACCEPTED_WON - REFUSED_WON)

    return draw
