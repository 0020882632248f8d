"""Events per time at risk: the worked example, statsmodels, edges."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.estimators.intervals import UNDEFINED, Interval
from dashboard.estimators.rates import event_rate

# METHODS B: days at risk and forward moves of six deals.
MOVES = [(50, 3), (20, 1), (12, 0), (15, 0), (60, 2), (25, 0)]


def rate_of(accounts, **options):
    x, e = np.array(accounts, dtype=float).reshape(-1, 2).T
    return event_rate(e.sum(), x.sum(), e @ e, e @ x, x @ x, int(np.count_nonzero(x)), **options)


def parts(interval):
    return [interval.value, interval.low, interval.high]


def test_worked_example_of_moves_per_30_open_days():
    assert parts(rate_of(MOVES)) == pytest.approx([0.989, 0.53, 1.84], abs=5e-3)
    assert rate_of(MOVES).value == pytest.approx(30 * 6 / 182)


def test_it_is_not_the_mean_of_the_rates_of_single_deals():
    assert np.mean([30 * e / x for x, e in MOVES]) == pytest.approx(0.717, abs=5e-4)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("level", [0.8, 0.95])
def test_it_equals_a_poisson_regression_with_robust_errors(seed, level):
    api = pytest.importorskip("statsmodels.api")
    random = np.random.default_rng(seed)
    accounts = np.repeat(np.arange(25), random.integers(1, 6, 25))
    days = random.integers(1, 90, accounts.size)
    moves = random.poisson(days * random.gamma(2, 0.02, 25)[accounts])
    model = api.GLM(
        moves, np.ones(accounts.size), family=api.families.Poisson(), offset=np.log(days / 30)
    )
    theirs = model.fit(cov_type="cluster", cov_kwds={"groups": accounts}, tol=1e-12)
    ours = rate_of(
        list(zip(np.bincount(accounts, days), np.bincount(accounts, moves), strict=True)),
        level=level,
    )
    expected = np.exp([*theirs.params, *theirs.conf_int(1 - level).ravel()])
    assert parts(ours) == pytest.approx(expected, rel=1e-8)


def test_one_event_alone_has_the_error_of_a_poisson_count():
    """By hand: with equal days the spread is (1 - 1/G) G / (G - 1) = 1, so log rate +- 1.96."""
    result = rate_of([(10, 1)] + [(10, 0)] * 7)
    assert result.high / result.value == pytest.approx(math.exp(1.959964), rel=1e-6)


def test_no_event_has_an_upper_end():
    """P(0 of a Poisson count) = exp(-rate x 300) = 0.025."""
    result = rate_of([(100, 0)] * 3)
    assert (result.value, result.low) == (0, 0)
    assert math.exp(-result.high / 30 * 300) == pytest.approx(0.025)


def test_without_time_at_risk_there_is_no_rate():
    assert rate_of([(0, 0), (0, 0)]) == UNDEFINED
    assert event_rate(0, 0, 0, 0, 0, 0) == UNDEFINED


def test_one_account_or_no_spread_has_a_rate_and_no_interval():
    assert rate_of([(60, 4)]) == Interval(2.0)
    assert rate_of([(30, 1), (60, 2)]) == Interval(1.0)
    assert rate_of([(0.3, 1), (0.6, 2), (0.9, 3)]) == Interval(pytest.approx(100))


@pytest.mark.parametrize(("events", "exposure"), [(-1, 5), (1, -5), (math.nan, 5), (1, math.nan)])
def test_what_is_no_rate_is_refused(events, exposure):
    with pytest.raises(ValueError, match="no rate"):
        event_rate(events, exposure, 1, 1, 1, 3)


@given(st.lists(st.tuples(st.integers(1, 500), st.integers(0, 20)), min_size=2, max_size=20))
def test_the_interval_holds_its_rate_and_scales_with_the_unit(accounts):
    month, day = rate_of(accounts), rate_of(accounts, per=1.0)
    assert month.value == pytest.approx(30 * day.value)
    if month.low is not None:
        assert 0 <= month.low <= month.value <= month.high
        assert month.high == pytest.approx(30 * day.high)
