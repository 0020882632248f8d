"""Wins of turned-away accounts beyond those that would have come anyway."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.estimators.excess_wins import excess_wins
from dashboard.estimators.standardise import strata

ROW = st.tuples(st.integers(1, 80), st.integers(1, 80)).flatmap(
    lambda n: st.tuples(st.integers(0, n[0]), st.just(n[0]), st.integers(0, n[1]), st.just(n[1]))
)


def test_worked_example():
    """Large: 6 of 20 won, others 10 of 50, so 4 anyway. Small: 2 of 40, others 1 of 100, so .4."""
    found = excess_wins(strata([6, 2], [20, 40], [10, 1], [50, 100]))
    assert found.wins == 8
    assert found.expected == pytest.approx(4.4)
    assert found.value == pytest.approx(3.6)
    shares = [(7 / 22, 20), (3 / 42, 40), (11 / 52, 50), (2 / 102, 100)]
    one, two, three, four = (p * (1 - p) / n for p, n in shares)
    error = (20**2 * (one + three) + 40**2 * (two + four)) ** 0.5
    assert found.high - found.value == pytest.approx(1.959964 * error)
    assert found.value - found.low == pytest.approx(1.959964 * error)


def test_large_accounts_that_win_anyway_are_no_misses():
    found = excess_wins(strata([30], [100], [90], [300]))
    assert found.value == pytest.approx(0)
    assert found.low < 0 < found.high


def test_kinds_without_others_are_counted_apart():
    found = excess_wins(strata([3, 5], [10, 10], [1, 0], [10, 0]))
    assert (found.wins, found.incomparable) == (3, 5)
    assert found.value == pytest.approx(2)


def test_nothing_to_compare_with_is_undefined():
    found = excess_wins(strata([3], [10], [0], [0]))
    assert (found.wins, found.value, found.expected, found.incomparable) == (0, None, None, 3)


@given(st.lists(ROW, min_size=1, max_size=6))
def test_wins_are_the_expected_and_the_excess(rows):
    k1, n1, k0, n0 = np.array(rows).T
    found = excess_wins(strata(k1, n1, k0, n0))
    assert found.expected + found.value == pytest.approx(k1.sum(), abs=1e-9)
    assert found.low <= found.value + 1e-9 <= found.high + 2e-9
    assert found.expected == pytest.approx(float(np.sum(n1 * k0 / n0)), abs=1e-9)
