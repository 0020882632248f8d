"""The synthetic company of METHODS at its gate, drawn score by score, for the coverage of jumps."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from dashboard.estimators.discontinuity import Jump, honest_jump
from dashboard.estimators.discontinuity_checks import donut_jumps, placebo_jumps
from dashboard.estimators.fuzzy import fuzzy_ratio
from dashboard.estimators.score_bins import Bins, binned
from tests.bench.coverage_worlds import Draw, Numbers, World

Floats = NDArray[np.float64]

GATE, REPS = 65, 40
SEGMENTS = ((0.50, 0.0, 0.0, 8e3), (0.30, 0.2, 0.15, 25e3), (0.20, 0.4, -0.35, 90e3))
SOURCES = ((0.35, -0.3), (0.25, -0.1), (0.15, 0.0), (0.10, 0.1), (0.10, 0.7), (0.05, 0.6))
SCORES = np.arange(101)
# Of the logarithm of an amount; a win keeps e^-0.04 of its chance for each day of waiting.
SPREAD, DECAY = 0.6, 0.04
# What a lead nobody works keeps of its chance.
UNWORKED = 0.10 * math.exp(-0.2)


@dataclass(frozen=True)
class Company:
    """By score: how common it is, the chance of a win worked and unworked, by segment too."""

    shares: Floats
    worked: Floats
    unworked: Floats


def expit(logit: Floats | float) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.asarray(logit, dtype=np.float64))), dtype=np.float64)


@cache
def company(pushed: float = 0.0) -> Company:
    """Return the leads of each segment (row) at each score, by integration, without any draw.

    `pushed` is the part of the most intent leads just below the gate whose score is put up to it.
    """
    nodes, weights = np.polynomial.hermite_e.hermegauss(21)
    weights = weights / weights.sum()
    edges = np.concatenate([[-np.inf], SCORES[1:] - 0.5, [np.inf]])
    shares, worked, unworked = np.zeros((3, 3, SCORES.size))
    for row, (of_segment, fit, lift, _) in enumerate(SEGMENTS):
        for of_source, intent in SOURCES:
            theta, phi = np.meshgrid(intent + nodes, fit + nodes, indexing="ij")
            mass = of_segment * of_source * np.outer(weights, weights)
            chance = expit(-3 + 0.9 * theta + 0.5 * phi + lift)
            middle = 52 + 14 * (0.55 * phi + 0.30 * theta)
            at = np.diff(_normal((edges - middle[..., None]) / (14 * 0.78)), axis=-1)
            moved = at[..., GATE - 3 : GATE] * pushed * expit(theta)[..., None]
            at[..., GATE - 3 : GATE] -= moved
            at[..., GATE] += moved.sum(axis=-1)
            shares[row] += np.einsum("ij,ijs->s", mass, at)
            worked[row] += np.einsum("ij,ijs->s", mass * chance * kept(theta), at)
            unworked[row] += np.einsum("ij,ijs->s", mass * chance * UNWORKED, at)
    return Company(shares, worked / shares, unworked / shares)


_normal = np.vectorize(NormalDist().cdf, otypes=[np.float64])


def kept(theta: Floats) -> Floats:
    """Return what is left of the chance of a win after the waiting outside and inside the gate."""
    outside = (1 + DECAY * 0.6 * np.exp(-0.15 * theta)) ** -2
    return np.asarray(
        outside * (5 / 7 + 2 / 7 * math.exp(-1.5 * DECAY)) * (1 + 2.4 * DECAY) ** -1.5
    )


@dataclass(frozen=True)
class Leads:
    """One draw by segment (row) and score: leads, worked ones, wins of both; what the gate does."""

    n: Numbers
    worked: Numbers
    worked_won: Numbers
    won: Numbers
    admits: float

    def outcome(self) -> Bins:
        return binned(SCORES, self.n.sum(0), self.won.sum(0), threshold=GATE)

    def treated(self) -> Bins:
        """A share worked of nearly all or none needs no number of events."""
        n, worked = self.n.sum(0), self.worked.sum(0)
        return binned(SCORES, n, worked, worked, n, threshold=GATE)

    def together(self) -> Bins:
        n, both = self.n.sum(0), self.worked_won.sum(0)
        return binned(SCORES, n, both, both, n, threshold=GATE)


def leads(random: Generator, number: int, *, pushed: float = 0.0) -> Leads:
    """Return leads that 40 sellers, of unlike taste, accept above the gate and override below."""
    made, taste = company(pushed), random.normal(0, 0.6, REPS)
    above = SCORES >= GATE
    logit = np.where(above, 0.85 + 0.03 * (SCORES - GATE), -3.5 + 0.02 * (SCORES - GATE))
    accepted = expit(logit + taste[:, None]).mean(axis=0)
    n = random.multinomial(number, (made.shares / made.shares.sum()).ravel()).reshape(3, -1)
    worked = random.binomial(n, accepted)
    worked_won = random.binomial(worked, made.worked)
    won = worked_won + random.binomial(n - worked, made.unworked)
    admits = float(np.mean(expit(0.85 + taste) - expit(-3.5 + taste)))
    return Leads(n, worked, worked_won, won, admits)


def gain_at_gate() -> tuple[float, float]:
    """Return what working a lead at the gate adds: to the chance of a win, and in money."""
    made = company()
    mix = made.shares[:, GATE] / made.shares[:, GATE].sum()
    gain = mix * (made.worked[:, GATE] - made.unworked[:, GATE])
    means = np.array([median for *_, median in SEGMENTS]) * math.exp(SPREAD**2 / 2)
    return float(gain.sum()), float(np.sum(gain * means))


def draw_of_jump(found: Jump, truth: float) -> Draw:
    return Draw(found.value, found.low, found.high, truth)


def jump_of_wins(
    number: int, *, to_fives: bool = False, pushed: float = 0.0, donut: float | None = None
) -> World:
    """Win rate at the gate, whether worked or not; scores may be coarse, or pushed up to it."""

    def draw(random: Generator) -> Draw:
        made = leads(random, number, pushed=pushed)
        bins = made.outcome()
        if to_fives:
            bins = binned(np.floor(bins.x / 5) * 5, bins.n, bins.y)
        found = honest_jump(bins) if donut is None else donut_jumps(bins, [donut])[donut]
        return draw_of_jump(found, made.admits * gain_at_gate()[0])

    return draw


def placebo(cutoff: int) -> World:
    """Win rate at a score where nothing changes, from its side of the gate."""

    def draw(random: Generator) -> Draw:
        found = placebo_jumps(leads(random, 40_000).outcome(), [cutoff])[cutoff]
        return draw_of_jump(found, 0.0)

    return draw


def jump_of_money(number: int) -> World:
    """Won value at the gate, from amounts of three sizes."""
    medians = np.array([median for *_, median in SEGMENTS])

    def draw(random: Generator) -> Draw:
        made = leads(random, number)
        rows, columns = np.nonzero(made.won)
        times = made.won[rows, columns]
        at, of = np.repeat(columns, times), np.repeat(rows, times)
        amounts = medians[of] * random.lognormal(0, SPREAD, of.size)
        sums, squares = (np.bincount(at, amounts**power, SCORES.size) for power in (1, 2))
        bins = binned(SCORES, made.n.sum(0), sums, squares, made.won.sum(0), threshold=GATE)
        return draw_of_jump(honest_jump(bins), made.admits * gain_at_gate()[1])

    return draw


def jump_of_share_worked(number: int) -> World:
    """Share worked at the gate, for the sellers there are."""

    def draw(random: Generator) -> Draw:
        made = leads(random, number)
        return draw_of_jump(honest_jump(made.treated()), made.admits)

    return draw


def effect_of_work(number: int) -> World:
    """What being worked adds to the win rate of leads at the gate."""

    def draw(random: Generator) -> Draw:
        made = leads(random, number)
        found = fuzzy_ratio(made.outcome(), made.treated(), made.together())
        return Draw(found.value, found.low, found.high, gain_at_gate()[0])

    return draw
