"""The best rising fit, and whether an outcome may rise with the score at all."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.estimators.isotonic import isotonic, rise_with_score

POINTS = st.lists(st.tuples(st.integers(-50, 50), st.integers(1, 9)), min_size=1, max_size=12)


def test_worked_example():
    """1 rises; 3 and 2 pool to 2.5; 6, 5 and 4 pool, the 4 counting twice, to 4.75."""
    fit = isotonic([1, 3, 2, 6, 5, 4], [1, 1, 1, 1, 1, 2])
    assert list(fit) == [1, 2.5, 2.5, 4.75, 4.75, 4.75]


def test_bins_without_weight_take_their_neighbour():
    assert list(isotonic([9, 1, 9, 2, 9], [0, 1, 0, 1, 0])) == [1, 1, 1, 2, 2]
    assert np.isnan(isotonic([1, 2], [0, 0])).all()


def test_every_value_needs_a_weight():
    with pytest.raises(ValueError, match="one weight"):
        isotonic([1, 2], [1])


@given(POINTS)
def test_the_fit_is_the_largest_of_least_means(points):
    """The minimax formula: max over starts of min over ends of the mean between (Robertson)."""
    values, weights = (np.array(each, dtype=float) for each in zip(*points, strict=True))
    n = values.size

    def mean(first, last):
        return np.average(values[first : last + 1], weights=weights[first : last + 1])

    expected = [
        max(min(mean(first, last) for last in range(at, n)) for first in range(at + 1))
        for at in range(n)
    ]
    assert isotonic(values, weights) == pytest.approx(expected, abs=1e-9)


@given(POINTS)
def test_the_fit_rises_keeps_the_total_and_is_its_own_fit(points):
    values, weights = zip(*points, strict=True)
    fit = isotonic(values, weights)
    assert all(a <= b for a, b in itertools.pairwise(fit))
    assert np.dot(fit, weights) == pytest.approx(np.dot(values, weights), abs=1e-6)
    assert isotonic(fit, weights) == pytest.approx(fit)


def test_a_rising_rate_is_plausible_and_a_falling_one_is_not():
    rising = rise_with_score([3, 5, 9, 14], [3, 5, 9, 14], [100] * 4)
    assert rising.is_plausible
    assert (rising.test.statistic, rising.test.p) == (0, 1)
    falling = rise_with_score([20, 5], [20, 5], [100, 100])
    # Both pool to 1/8: (.075^2 / (.125 x .875 / 100)) twice, against one degree of freedom.
    assert falling.test.statistic == pytest.approx(2 * 0.075**2 * 100 / (0.125 * 0.875))
    assert falling.test.freedom == 1
    assert not falling.is_plausible


def test_no_leads_are_no_proof():
    assert not rise_with_score([0, 0], [0, 0], [0, 0]).is_plausible


def test_chance_alone_seldom_speaks_against_a_flat_rate():
    """A flat rate is the hardest case: here five in a hundred would be too many only beyond 9 %."""
    random = np.random.default_rng(11)
    wins = random.binomial(400, 0.05, (400, 6))
    said = [rise_with_score(row, row, [400] * 6).is_plausible for row in wins]
    assert 0.01 <= 1 - np.mean(said) <= 0.09
