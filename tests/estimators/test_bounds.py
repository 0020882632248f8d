"""The two extremes of a share that cannot be told in full."""

from __future__ import annotations

import pytest

from dashboard.estimators.bounds import Bounds, bound_money, bound_share
from dashboard.estimators.intervals import kish_wilson, wilson


def test_low_counts_the_certain_and_high_also_those_that_cannot_be_told():
    result = bound_share(30, 10, 100)
    assert (result.low, result.high) == (0.3, 0.4)
    assert result.outer_low == wilson(30, 100).low
    assert result.outer_high == wilson(40, 100).high


def test_worked_example_of_outside_deals():
    """METHODS D: five of eight won from outside, all of them told."""
    result = bound_share(5, 0, 8)
    assert (result.low, result.high) == (0.625, 0.625)
    assert (result.outer_low, result.outer_high) == pytest.approx((0.306, 0.863), abs=5e-4)
    money = bound_money(245, 0, 300, 15**2 + 10**2 + 20**2 + 25**2 + 50**2 + 80**2 + 40**2 + 60**2)
    assert money.low == pytest.approx(0.817, abs=5e-4)


def test_all_or_nothing_told():
    assert bound_share(0, 7, 7).low == 0
    assert bound_share(0, 7, 7).high == 1
    assert bound_share(0, 0, 7).high == 0


def test_the_effective_size_widens_only_the_outer_range():
    plain, clustered = bound_share(30, 10, 100), bound_share(30, 10, 100, n_effective=20)
    assert (plain.low, plain.high) == (clustered.low, clustered.high)
    assert clustered.outer_low < plain.outer_low
    assert clustered.outer_high > plain.outer_high


def test_money_uses_the_effective_number_of_all_amounts():
    result = bound_money(600.0, 300.0, 1_000.0, 380_000.0)
    assert (result.low, result.high) == (0.6, 0.9)
    assert result.outer_low == kish_wilson(600.0, 1_000.0, 380_000.0).low
    assert result.outer_high == kish_wilson(900.0, 1_000.0, 380_000.0).high


def test_no_records_or_no_money_is_undefined():
    assert bound_share(0, 0, 0) == Bounds()
    assert bound_money(0.0, 0.0, 0.0, 0.0) == Bounds()
    assert bound_money(50.0, 80.0, 100.0, 5_000.0) == Bounds()


def test_more_than_all_is_refused():
    with pytest.raises(ValueError, match="is not a share"):
        bound_share(5, 4, 8)
