"""What waiting costs: the worked example, other libraries, worlds in which the rate is known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.estimators.intervals import UNDEFINED, Interval, wilson
from dashboard.estimators.log_linear import Coefficients, indicators, log_linear
from dashboard.estimators.waiting import (
    Rate,
    cost_of_delay,
    decay_rate,
    instrumented_rate,
    share_by_wait,
)
from tests.bench.coverage_waits import waits
from tests.estimators.gate_references import DELAY_LOSSES, DELAYS


def test_the_worked_example_of_the_methods():
    """Six leads lose 2.04 of 24.0 thousand, 8.5 %."""
    days, chance, value = np.array(DELAYS).T
    found = cost_of_delay(chance * value, days, Interval(0.04, 0.02, 0.06))
    assert found.expected == pytest.approx(24.0)
    assert found.lost.value == pytest.approx(2.04, abs=5e-3)
    assert found.share.value == pytest.approx(0.085, abs=5e-4)
    each = [cost_of_delay([p * v], [d], Interval(0.04)).lost.value for d, p, v in DELAYS]
    assert each == pytest.approx(DELAY_LOSSES, abs=5e-4)


def test_the_interval_of_the_rate_is_carried_through():
    days, chance, value = np.array(DELAYS).T
    found = cost_of_delay(chance * value, days, Rate(0.04, -0.01, 0.06))
    ends = [
        cost_of_delay(chance * value, days, Interval(rate)).lost.value for rate in (-0.01, 0.06)
    ]
    assert [found.lost.low, found.lost.high] == ends
    assert found.lost.low < 0 < found.lost.value
    assert found.share.high == pytest.approx(found.lost.high / 24)


def test_without_a_rate_or_a_value_there_is_no_cost():
    found = cost_of_delay([5.0], [2], Rate(reason="weak"))
    assert (found.lost, found.expected) == (UNDEFINED, 5.0)
    assert cost_of_delay([], [], Interval(0.04)).share == UNDEFINED
    assert cost_of_delay([], [], Interval(0.04)).lost == Interval(0.0)
    with pytest.raises(ValueError, match="days"):
        cost_of_delay([5.0], [-1], Interval(0.04))


@given(st.lists(st.tuples(st.integers(0, 30), st.floats(0, 1e6)), max_size=9), st.floats(0, 1))
def test_a_delay_costs_at_most_what_was_expected_and_nothing_where_nobody_waits(leads, rate):
    days, money = [day for day, _ in leads], [value for _, value in leads]
    found = cost_of_delay(money, days, Interval(rate))
    assert 0 <= found.lost.value <= found.expected + 1e-6
    assert cost_of_delay(money, [0] * len(leads), Interval(rate)).lost.value == 0


def test_waits_fall_into_the_bin_up_to_whose_edge_they_come():
    found = share_by_wait([0, 1, 1.5, 24, 30, 240, 241], [1, 0, 1, 0, 1, 0, 1], [1] * 7)
    assert [part.records for part in found] == [2, 1, 1, 1, 0, 1, 1]
    assert [(part.above, part.upto) for part in found][-2:] == [(120, 240), (240, math.inf)]
    assert found[0].share == wilson(1, 2)
    assert found[4].share == UNDEFINED
    wide = share_by_wait([1], [30], [100], deff=4)
    assert wide[0].share == wilson(30, 100, n_effective=25)
    with pytest.raises(ValueError, match="hours"):
        share_by_wait([-1], [0], [1])


def by_record(seed=1, n=600):
    random = np.random.default_rng(seed)
    days, group = random.integers(0, 12, n), random.integers(0, 3, n)
    won = (random.random(n) < 0.4 * np.exp(-0.08 * days - 0.2 * group)).astype(float)
    return days, group, won


def test_the_fit_equals_statsmodels():
    api = pytest.importorskip("statsmodels.api")
    days, group, won = by_record()
    design = np.column_stack([np.ones(days.size), indicators(group), days])
    theirs = api.GLM(won, design, family=api.families.Poisson()).fit()
    ours = log_linear(design, won, np.ones(days.size))
    assert ours.values == pytest.approx(theirs.params, abs=1e-7)


def test_the_error_leaves_each_record_out_by_the_book():
    """HC3 as printed, from one row a record, and the same from rows of records alike."""
    days, _, won = by_record()
    x = np.column_stack([np.ones(days.size), days])
    ours = log_linear(x, won, np.ones(days.size))
    mean = np.exp(x @ ours.values)
    bread = np.linalg.inv(x.T @ np.diag(mean) @ x)
    hat = np.diag(np.diag(mean) @ x @ bread @ x.T)
    meat = x.T @ np.diag(((won - mean) / (1 - hat)) ** 2) @ x
    assert ours.covariance == pytest.approx(bread @ meat @ bread, rel=1e-6)
    distinct = np.unique(days)
    rows = np.column_stack([np.ones(distinct.size), distinct])
    folded = log_linear(rows, np.bincount(days, won), np.bincount(days))
    assert folded.values == pytest.approx(ours.values, abs=1e-8)
    assert folded.covariance == pytest.approx(ours.covariance, rel=1e-6)


def test_two_waits_give_the_logarithm_of_the_ratio():
    """30 of 100 at once and 20 of 100 after five days: ln 1.5 over 5."""
    found = decay_rate([0, 5], [30, 20], [100, 100])
    assert found.value == pytest.approx(math.log(1.5) / 5)
    plain = math.sqrt(1 / 30 - 1 / 100 + 1 / 20 - 1 / 100) / 5
    assert found.standard_error == pytest.approx(plain * 100 / 99, rel=1e-6)


@given(st.integers(2, 300), st.floats(0.5, 24))
def test_a_rate_by_the_hour_is_that_by_the_day_divided(shift, hours):
    days, group, won = by_record(n=300)
    ones = np.ones(days.size)
    by_day = decay_rate(days + shift, won, ones, indicators(group))
    by_hour = decay_rate(days * hours, won, ones, indicators(group))
    assert by_hour.value * hours == pytest.approx(by_day.value, abs=1e-6)
    assert by_hour.low * hours == pytest.approx(by_day.low, abs=1e-6)


def test_an_instrument_gives_the_ratio_of_the_two_shifts():
    """Off hours 16 instead of 20 of 100 win, after two days more: ln 1.25 over 2."""
    n = np.array([50, 50, 50, 50])
    found = instrumented_rate([1, 2, 3, 4], [0, 0, 1, 1], [10, 10, 8, 8], n)
    assert found.value == pytest.approx(math.log(20 / 16) / 2)
    assert found.shift == pytest.approx(2)
    assert found.low < 0 < found.value < found.high


def test_a_surely_known_shift_leaves_the_error_of_the_outcome():
    """Where all wait the same, the interval is that of the log-linear fit, divided."""
    n, won, off = np.array([500, 500]), np.array([100, 70]), np.array([0.0, 1.0])
    found = instrumented_rate([1.0, 3.0], off, won, n)
    plain = decay_rate(off, won, n)
    assert math.isinf(found.strength)
    ours = [found.value, found.low, found.high, found.standard_error]
    theirs = [plain.value, plain.low, plain.high, plain.standard_error]
    assert ours == pytest.approx([part / 2 for part in theirs])


def test_waits_and_wins_err_together_by_hand():
    """Two groups: variances of both logarithms, of both means, and what they have in common."""
    random = np.random.default_rng(2)
    off = np.repeat([0, 1], 4000)
    days = random.integers(0, 8, 8000) / 2 + 1.5 * off
    won = random.random(8000) < np.exp(-0.5 * days)
    found = instrumented_rate(days, off, won, np.ones(8000))
    parts = [(won[off == at], days[off == at]) for at in (0, 1)]
    fall = sum(y.var() / y.size / y.mean() ** 2 for y, _ in parts)
    shift = sum(w.var() / w.size for _, w in parts)
    both = sum(-np.cov(y, w)[0, 1] / y.size / y.mean() for y, w in parts)
    away = 1.5 + sum(
        sign * (w.mean() - 1.5 * at)
        for sign, at, (_, w) in zip((-1, 1), (0, 1), parts, strict=True)
    )
    variance = fall - 2 * found.value * both + found.value**2 * shift
    assert both > 0
    assert found.shift == pytest.approx(away)
    assert found.standard_error == pytest.approx(math.sqrt(variance) / away, rel=2e-3)
    for edge in (found.low, found.high):
        spread = fall - 2 * edge * both + edge**2 * shift
        gap = (found.value - edge) * away
        assert gap**2 == pytest.approx(1.959964**2 * spread, rel=5e-3)


def test_an_instrument_that_moves_no_wait_is_refused():
    random = np.random.default_rng(3)
    days, off = random.integers(0, 20, 400), random.integers(0, 2, 400)
    won = random.random(400) < 0.3
    found = instrumented_rate(days, off, won, np.ones(400))
    assert (found.reason, found.value) == ("weak", None)
    assert found.strength < 10


def test_naive_is_too_steep_and_the_gate_s_own_days_and_off_hours_are_not():
    made = [
        waits(np.random.default_rng(seed)) for _, seed in zip(range(12), range(12), strict=True)
    ]
    ones = np.ones(made[0].won.size)
    naive = [decay_rate(m.outside + m.inside, m.won, ones).value for m in made]
    adjusted = [decay_rate(m.outside + m.inside, m.won, ones, m.traits()).value for m in made]
    inside = [
        decay_rate(m.inside, m.won, ones, np.column_stack([m.traits(), m.outside])).value
        for m in made
    ]
    off = [
        instrumented_rate(m.outside + m.inside, m.is_off_hours, m.won, ones, m.traits()).value
        for m in made
    ]

    def away(found):
        return (np.mean(found) - 0.04) / (np.std(found, ddof=1) / math.sqrt(len(found)))

    assert away(naive) > 4
    assert np.mean(naive) > np.mean(adjusted) > 0.04
    assert abs(away(inside)) < 4
    assert abs(away(off)) < 4
    assert np.std(off) > 2 * np.std(inside)


def test_columns_that_repeat_each_other_or_no_events_give_no_fit():
    assert log_linear([[1, 1], [1, 1]], [1, 2], [9, 9]) is None
    assert log_linear([[1, 0], [1, 0]], [1, 2], [9, 9]) is None
    assert log_linear([[1, 0], [1, 1]], [0, 0], [9, 9]) is None
    assert decay_rate([1, 1], [1, 1], [9, 9]) == Rate(reason="no fit")
    assert instrumented_rate([1, 2], [1, 1], [1, 1], [9, 9]) == Rate(reason="no fit")


def test_a_level_without_events_does_no_harm():
    days, group, won = by_record()
    won = np.where(group == 2, 0, won)
    found = decay_rate(days, won, np.ones(days.size), indicators(group))
    kept = group != 2
    without = decay_rate(days[kept], won[kept], np.ones(kept.sum()), indicators(group[kept]))
    assert found.value == pytest.approx(without.value, abs=1e-4)
    assert found.standard_error == pytest.approx(without.standard_error, rel=1e-3)


def test_indicators_leave_out_the_first_level_of_each_trait():
    found = indicators(["b", "a", "c"], [1, 1, 2])
    assert found.tolist() == [[1, 0, 0], [0, 0, 0], [0, 1, 1]]
    assert indicators(["a", "a"]).shape == (2, 0)
    assert indicators().shape == (0, 0)


@pytest.mark.parametrize(
    ("design", "events", "records", "complaint"),
    [
        ([[1], [1]], [1], [2], "length"),
        ([[math.nan]], [1], [2], "gap"),
        ([[1]], [3], [2], "events"),
    ],
)
def test_rows_that_do_not_fit_are_refused(design, events, records, complaint):
    with pytest.raises(ValueError, match=complaint):
        log_linear(design, events, records)
    assert isinstance(log_linear([[1]], [1], [2]), Coefficients)


def test_a_level_without_wins_does_no_harm_to_an_instrument():
    """Records of two kinds, one of which never wins: what the clock tells comes from the other."""
    random = np.random.default_rng(8)
    size = 4_000
    off = (random.random(size) < 0.3).astype(float)
    days = random.gamma(2, 0.6, size) + 1.5 * off
    group = random.integers(0, 2, size)
    # The first level is the one that columns are told against.
    won = (random.random(size) < 0.2 * np.exp(-0.1 * days)) & (group == 1)
    ones = np.ones(size)
    found = instrumented_rate(days, off, won, ones, indicators(group))
    kept = group == 1
    without = instrumented_rate(days[kept], off[kept], won[kept], ones[kept])
    assert found.value == pytest.approx(without.value, rel=0.1)
    assert found.low < found.value < found.high
