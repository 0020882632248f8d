"""Size, price, end and stop rule of the test that settles whether the gate is right."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import proportion_effectsize

from dashboard.estimators.intervals import Interval, newcombe
from dashboard.estimators.settling_test import (
    Arms,
    arm_sizes,
    detectable,
    plan,
    power_of,
    progress,
    reach,
)

PLANNED = Arms(1000, 1000)


@pytest.mark.parametrize(("today", "hoped", "n"), [(0.03, 0.05, 1484), (0.005, 0.06, 126)])
def test_sizes_of_the_reference(today, hoped, n):
    assert arm_sizes(today, hoped) == Arms(n, n)


@pytest.mark.parametrize("ratio", [0.5, 1, 3, 9])
@pytest.mark.parametrize(("today", "hoped"), [(0.03, 0.05), (0.2, 0.1), (0.0, 0.02)])
def test_sizes_agree_with_statsmodels(today, hoped, ratio):
    effect = proportion_effectsize(hoped, today)
    passed = NormalIndPower().solve_power(effect, alpha=0.05, power=0.8, ratio=ratio)
    assert arm_sizes(today, hoped, held_per_passed=ratio).passed == math.ceil(passed)


def test_fewer_need_passing_when_many_are_held():
    """Nine held for each passed: (1 + 1/9) / 2 of the equal arms."""
    found = arm_sizes(0.03, 0.05, held_per_passed=9)
    assert found.passed == math.ceil(1483.7 * (1 + 1 / 9) / 2)
    assert found.held == pytest.approx(9 * found.passed, abs=9)


def pairs_that_find(today, hoped, arms):
    """The same sum, one pair of counts after the other."""
    total = 0.0
    for one in range(arms.passed + 1):
        for other in range(arms.held + 1):
            found = newcombe(one, arms.passed, other, arms.held)
            if (found.low > 0) if hoped > today else (found.high < 0):
                total += binom.pmf(one, arms.passed, hoped) * binom.pmf(other, arms.held, today)
    return total


@pytest.mark.parametrize(("today", "hoped"), [(0.1, 0.4), (0.4, 0.1), (0.0, 0.3), (0.02, 1.0)])
def test_the_power_is_that_of_all_pairs_of_counts(today, hoped):
    arms = Arms(30, 20)
    assert power_of(today, hoped, arms) == pytest.approx(pairs_that_find(today, hoped, arms))


@pytest.mark.parametrize(
    ("today", "hoped", "expected"), [(0.03, 0.05, 0.796), (0.005, 0.06, 0.722)]
)
def test_the_sizes_of_the_reference_promise_too_much_for_rare_wins(today, hoped, expected):
    found = power_of(today, hoped, arm_sizes(today, hoped))
    assert found == pytest.approx(expected, abs=5e-4)


@given(st.floats(0.001, 0.3), st.floats(0.01, 0.3), st.booleans())
def test_what_is_detectable_is_what_the_arms_were_made_for(today, more, is_watched):
    arms = arm_sizes(today, today + more, is_watched=is_watched)
    found = detectable(today, arms, is_watched=is_watched)
    assert found <= today + more + 1e-9
    smaller = Arms(max(arms.passed - 1, 1), max(arms.held - 1, 1))
    assert detectable(today, smaller, is_watched=is_watched) >= found


def test_watching_costs_six_in_a_hundred():
    """A Brownian motion of drift 2.881 crosses 2.2414 by time 1 four times in five."""
    plain, watched = arm_sizes(0.03, 0.05), arm_sizes(0.03, 0.05, is_watched=True)
    assert watched.passed / plain.passed == pytest.approx((2.88073 / 2.80159) ** 2, abs=1e-3)
    assert watched == Arms(1569, 1569)


def test_price_and_end():
    """126 let through at 3 hours of $80; 252 leads at 4 a day take 63 days, then 180 to tell."""
    found = plan(Arms(126, 126), leads_per_day=4, hours_per_lead=3, rate=80, horizon_days=180)
    assert (found.hours, found.price) == (378, 30_240)
    assert (found.days_to_fill, found.days_to_end) == (63, 243)


def test_the_reach_is_o_brien_and_fleming_s_for_looks_without_end():
    """Two-sided 5 %, by reflection: 4 (1 - Phi(c)) = .05, so c is 2.24."""
    assert reach(1) == pytest.approx(2.2414, abs=5e-5)
    assert reach(0.25) == pytest.approx(2 * reach(1))
    assert reach(1.7) == reach(1)
    assert reach(0) == math.inf
    # What Lan and DeMets's function has spent at the end, both sides together.
    assert 4 * (1 - NormalDist().cdf(reach(1))) == pytest.approx(0.05)


def test_a_motion_without_drift_crosses_five_times_in_a_hundred():
    random = np.random.default_rng(4)
    steps = 400
    paths = np.cumsum(random.normal(size=(4_000, steps)), axis=1) / math.sqrt(steps)
    crossed = np.any(np.abs(paths) >= reach(1), axis=1).mean()
    # 400 looks are a little fewer than without end.
    assert 0.035 <= crossed <= 0.055
    plain = np.any(np.abs(paths) >= 1.96 * np.sqrt(np.arange(1, steps + 1) / steps), axis=1).mean()
    assert plain > 0.3


def test_a_test_with_nobody_in_it_goes_on():
    found = progress(0, 0, Arms(0, 0), PLANNED)
    assert (found.share_done, found.watched, found.reading) == (0, Interval(), "goes on")


def test_a_test_that_has_hardly_begun_is_not_read():
    found = progress(20, 0, Arms(100, 100), PLANNED)
    assert found.share_done == pytest.approx(0.1)
    assert found.watched == Interval(0.2)
    assert found.plain == newcombe(20, 100, 0, 100)
    assert found.reading == "goes on"


def test_progress_and_readings():
    half = progress(50, 30, Arms(500, 500), PLANNED)
    assert half.share_done == pytest.approx(0.5)
    assert half.plain.low > 0 > half.watched.low
    assert half.reading == "goes on"
    assert progress(80, 20, Arms(500, 500), PLANNED).reading == "pays"
    assert progress(80, 20, Arms(500, 500), PLANNED, pays_from=0.2).reading == "does not pay"
    assert progress(50, 48, Arms(1000, 1000), PLANNED).reading == "ended open"


def test_unequal_arms_are_as_far_as_their_difference_is_known():
    """Half of the one and all of the other: (1/100 + 1/900) / (1/50 + 1/900) of the way."""
    found = progress(5, 9, Arms(50, 900), Arms(100, 900))
    assert found.share_done == pytest.approx((1 / 100 + 1 / 900) / (1 / 50 + 1 / 900))


@given(st.integers(1, 300), st.integers(1, 300), st.data())
def test_watching_is_never_narrower_than_looking_once(passed, held, data):
    wins = data.draw(st.integers(0, passed)), data.draw(st.integers(0, held))
    found = progress(*wins, Arms(passed, held), Arms(300, 300))
    if found.watched.low is not None:
        assert found.watched.low <= found.plain.low + 1e-12
        assert found.plain.high <= found.watched.high + 1e-12
    assert 0 < found.share_done <= 1


@pytest.mark.parametrize(("today", "hoped"), [(0.1, 0.1), (-0.1, 0.2), (0.1, 1.2)])
def test_impossible_shares_are_refused(today, hoped):
    with pytest.raises(ValueError, match="two different shares"):
        arm_sizes(today, hoped)


def test_impossible_plans_are_refused():
    with pytest.raises(ValueError, match="never ends"):
        plan(PLANNED, leads_per_day=0, hours_per_lead=1, rate=1, horizon_days=1)
    with pytest.raises(ValueError, match="power must lie"):
        arm_sizes(0.1, 0.2, power=1.0)
