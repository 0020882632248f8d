"""The chart of individual values against METHODS part N, and how often it speaks by luck."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from dashboard.estimators.individuals_chart import count_tail, judged, limits

SEVEN = (20, 22, 19, 21, 20, 22, 21)
TWELVE = (39, 41, 41, 41, 43, 44, 41, 42, 40, 41, 44, 40)


def test_seven_points_as_worked_by_hand():
    known = limits(SEVEN)
    assert (known.mean, known.moving_range) == pytest.approx((20.714286, 1.833333), abs=1e-6)
    assert (known.low, known.high) == pytest.approx((15.84, 25.59), abs=5e-3)
    assert judged(known, [31]).is_outside
    assert not judged(known, [25]).is_outside


def test_twelve_points_as_worked_by_hand():
    known = limits(TWELVE)
    assert (known.mean, known.moving_range) == pytest.approx((41.416667, 1.727273), abs=1e-6)
    assert (known.low, known.high) == pytest.approx((36.822, 46.011), abs=5e-4)
    assert known.range_high == pytest.approx(5.645, abs=5e-4)


def test_one_point_has_no_limits():
    assert limits([3]) is None


def test_the_limits_are_those_of_the_points_before_alone():
    known = limits(TWELVE)
    assert judged(known, [60]).is_outside
    assert limits([*TWELVE, 60]).high > known.high


def test_eight_on_one_side_of_the_median_are_a_run_and_seven_are_none():
    known = limits(TWELVE)
    assert known.middle == 41
    assert judged(known, [42] * 8).is_run
    assert not judged(known, [41, *[42] * 7]).is_run
    assert not judged(known, [40, *[42] * 7]).is_run


def test_the_chance_of_a_run_counts_all_orders_of_the_points():
    # 12 before, 8 after: the lower 6 of those before come first with 12!/6! of 20!/14! orders.
    expected = 2 * math.perm(12, 6) / math.perm(20, 6)
    assert judged(limits(TWELVE), [42] * 8).p == pytest.approx(expected)


def test_with_several_new_points_the_farthest_counts_times_their_number():
    known = limits(TWELVE)
    assert judged(known, [47, 41], 2).p == pytest.approx(2 * judged(known, [47]).p)
    assert judged(known, [47, 41], 2).is_outside
    assert not judged(known, [47, 41], 1).is_outside


def test_points_all_alike_say_no_more_than_their_number():
    assert judged(limits([0.0] * 12), [1]).p == pytest.approx(1 / 13)
    assert judged(limits([0.0] * 12), [0]).p == 1.0


@pytest.mark.parametrize(("count", "total", "points"), [(3, 16, 26), (1, 2, 12), (640, 16_000, 26)])
def test_the_tail_of_a_count_is_that_of_the_binomial(count, total, points):
    expected = stats.binom.sf(count - 1, total + count, 1 / (points + 1))
    assert count_tail(count, total, points) == pytest.approx(expected, rel=1e-6)


def test_a_count_is_never_clearer_than_poisson_allows():
    weeks = [0.0] * 25 + [1.0]
    known = limits(weeks)
    assert judged(known, [1]).is_outside
    assert judged(known, [1], of="counts").p > 0.1
    assert judged(known, [1]).p < judged(known, [1], of="counts").p


def test_a_sum_is_never_clearer_than_its_rank():
    assert judged(limits(TWELVE), [1e9], of="sums").p == pytest.approx(1 / 13)


@pytest.mark.parametrize("points", [12, 24])
def test_weeks_like_those_before_are_seldom_outside(points):
    random = np.random.default_rng(7)
    drawn = random.normal(50, 5, (2_000, points + 1))
    alarms = [judged(limits(row[:-1].tolist()), [float(row[-1])]).is_outside for row in drawn]
    # METHODS part N: about one in 65 with estimated limits, five times that of known ones.
    assert 0.003 < np.mean(alarms) < 0.027


@pytest.mark.parametrize("mean", [0.05, 0.2, 1, 5])
def test_rare_events_are_clear_one_time_in_a_hundred_at_most(mean):
    random = np.random.default_rng(11)
    drawn = random.poisson(mean, (1_500, 34)).astype(float)
    clear = [judged(limits(row[:26].tolist()), row[26:].tolist(), of="counts").p for row in drawn]
    assert np.mean(np.array(clear) <= 0.01) <= 0.01
