"""Learned stall thresholds: by hand, against a known law, and the mistake they avoid."""

from __future__ import annotations

import math

import numpy as np
import pytest

from dashboard.estimators.survival import aalen_johansen
from dashboard.estimators.thresholds import hazard_threshold, learned_threshold

KINDS = np.array(["censored", "moved", "lost"])


def threshold(days, causes, counts):
    return learned_threshold(days, KINDS[causes], counts, "moved")


def risks(days, causes, counts=None, **options):
    counts = np.ones(len(days)) if counts is None else counts
    return aalen_johansen(days, KINDS[causes], counts, causes=("moved", "lost"), **options)


def test_the_day_on_which_four_of_five_have_moved():
    assert threshold([10, 20, 30, 40], [1, 1, 1, 1], [40, 20, 20, 20]) == 30
    assert threshold([10, 20, 30, 40], [1, 1, 1, 1], [40, 20, 19, 21]) == 40


def test_lost_and_open_deals_end_the_watch_and_count_until_then():
    """By hand: of 100, 50 left; 30 are lost; of the other 20, 12 move on day 25: 1 - .5 x .4."""
    assert threshold([10, 15, 25, 60], [1, 2, 1, 0], [50, 30, 12, 8]) == 25
    assert threshold([10, 15, 25, 60], [1, 0, 1, 0], [50, 30, 12, 8]) == 25
    assert threshold([10, 15, 25, 60], [1, 0, 1, 0], [50, 30, 11, 9]) == 90


def test_it_is_at_least_a_week_and_at_most_ninety_days():
    assert threshold([2], [1], [60]) == 7
    assert threshold([120], [1], [60]) == 90
    assert threshold([5, 70], [0, 0], [60, 60]) == 90


def test_few_entrants_have_the_fixed_days():
    assert threshold([40], [1], [49]) == 21
    assert threshold([40], [1], [50]) == 40
    assert threshold([], np.array([], dtype=int), []) == 21


def test_a_curve_of_fewer_than_ten_is_not_followed():
    assert threshold([10, 20, 30], [1, 0, 1], [40, 11, 9]) == 90
    assert threshold([10, 20, 30], [1, 0, 1], [40, 10, 10]) == 30


def test_the_days_of_those_who_moved_alone_would_be_too_few():
    """METHODS C: slow deals are lost or unfinished; the true point of the law is -ln .2 / .0433."""
    random = np.random.default_rng(5)
    moves = random.exponential(1 / 0.0433, 40_000)
    ends = np.minimum(random.exponential(60, 40_000), random.uniform(0, 120, 40_000))
    days, causes = np.floor(np.minimum(moves, ends)), (moves <= ends).astype(int)
    truth = -math.log(0.2) / 0.0433
    assert threshold(days, causes, np.ones(40_000)) == pytest.approx(truth, abs=1.5)
    assert np.quantile(days[causes == 1], 0.8) < truth - 10


def test_a_chance_that_never_fades_gives_no_threshold():
    random = np.random.default_rng(6)
    days = np.floor(random.exponential(20, 4_000))
    assert hazard_threshold(risks(days, np.ones(4_000, dtype=int)), "moved") is None


def test_the_chance_ahead_by_hand():
    """100 deals: 60 move on day 5, the others on day 100.

    r(0) to r(4) = .6, then nobody moves until day 100: r(5) = 0.
    """
    two_waves = risks([5, 100], [1, 1], [60, 40])
    assert hazard_threshold(two_waves, "moved") == 5
    assert hazard_threshold(two_waves, "lost") is None


def test_half_the_chance_is_not_yet_below_half():
    """Of 100, 40 move on day 2; of the 60 left 12 move on day 40: r(0) = .4, r(10) = .2."""
    assert hazard_threshold(risks([2, 40, 90], [1, 1, 0], [40, 12, 48]), "moved") == 2
    assert hazard_threshold(risks([2, 32, 90], [1, 1, 0], [40, 12, 48]), "moved") == 32
    assert hazard_threshold(risks([2, 32, 90], [1, 1, 0], [40, 11, 49]), "moved") == 2


def test_lost_deals_leave_the_chance_of_the_others_as_it_is():
    """Of 100, 40 are lost on day 1, 30 of the other 60 move on day 20: r(1) = .5, r(20) = 0."""
    assert hazard_threshold(risks([1, 20, 90], [2, 1, 0], [40, 30, 30]), "moved") == 20


def test_a_chance_is_not_told_where_too_few_are_watched_to_the_end_of_it():
    few = risks([5, 34, 100], [1, 0, 1], [60, 31, 9])
    assert hazard_threshold(few, "moved") is None
    assert hazard_threshold(few, "moved", least_at_risk=9) == 5
    assert hazard_threshold(risks([], np.array([], dtype=int)), "moved") is None


def test_the_threshold_of_a_known_law():
    """15 % never move and the others at rate h: the chance falls as their part in those left.

    r(u) is proportional to .85 e^(-h u) / (.85 e^(-h u) + .15), half of .85 at e^(h u) = 7.67.
    """
    hazard, n = 0.05, 200_000
    random = np.random.default_rng(7)
    moves = np.where(random.random(n) < 0.15, 1e6, random.exponential(1 / hazard, n))
    days = np.minimum(np.floor(moves), 400)
    found = hazard_threshold(risks(days, (moves < 400).astype(int)), "moved")
    open_part = np.exp(-hazard * (np.arange(200) + 1))
    law = 0.85 * open_part / (0.85 * open_part + 0.15)
    assert found == pytest.approx(int(np.argmax(law < law[0] / 2)), abs=2)
