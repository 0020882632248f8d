"""Paired differences against METHODS part N and statsmodels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import mcnemar

from dashboard.estimators.intervals import newcombe
from dashboard.estimators.paired import Pairs, mcnemar_exact, paired_difference


def test_six_against_sixteen_as_in_the_methods():
    assert mcnemar_exact(6, 16) == pytest.approx(0.05248, abs=5e-6)


@given(st.integers(0, 60), st.integers(0, 60))
def test_any_pairs_agree_with_statsmodels(gained, lost):
    expected = mcnemar([[10, gained], [lost, 10]], exact=True).pvalue if gained + lost else 1.0
    assert mcnemar_exact(gained, lost) == pytest.approx(expected, rel=1e-9)


def test_thousands_of_changes_are_still_a_number():
    assert mcnemar_exact(3_000, 3_000) == 1.0
    assert 0.0 <= mcnemar_exact(2_000, 3_000) < 1e-40


def test_the_difference_is_of_those_that_changed_over_all():
    # (16 - 6) of 100; with half a record in each cell: middle 10/102, error
    # sqrt(16.5 + 6.5 - 100/102) / 102 = 0.046005.
    found = paired_difference(Pairs(gained=16, lost=6, n=100))
    assert found.value == pytest.approx(0.10)
    assert (found.low, found.high) == pytest.approx((0.007871, 0.188207), abs=2e-6)


def test_the_same_deals_tell_more_than_two_samples_would():
    paired = paired_difference(Pairs(gained=16, lost=6, n=100))
    apart = newcombe(40, 100, 30, 100)
    assert apart.value == pytest.approx(paired.value)
    assert paired.high - paired.low < (apart.high - apart.low) / 1.4


def test_nothing_changed_leaves_no_difference_and_a_range():
    found = paired_difference(Pairs(0, 0, 40))
    assert found.value == 0.0
    assert found.low < 0.0 < found.high


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 40))
def test_the_range_holds_the_difference_and_stays_in_its_bounds(gained, lost, same):
    found = paired_difference(Pairs(gained, lost, gained + lost + same))
    if gained + lost + same == 0:
        assert found.value is None
    else:
        assert -1 <= found.low <= found.value <= found.high <= 1


def test_more_changes_than_records_are_refused():
    with pytest.raises(ValueError, match="no table of pairs"):
        paired_difference(Pairs(3, 3, 5))
