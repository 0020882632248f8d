"""Differences of two quantities: published values, statsmodels, and what must hold of any two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep
from statsmodels.stats.rates import confint_poisson, confint_poisson_2indep

from dashboard.estimators.difference import (
    bounds_difference,
    count_difference,
    count_interval,
    difference,
)
from dashboard.estimators.intervals import UNDEFINED, Interval, wilson

# Newcombe (1998), Statistics in Medicine 17:873, table II, method 10.
NEWCOMBE = [
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (6, 7, 2, 7, 0.0582, 0.8062),
    (5, 56, 0, 29, -0.0381, 0.1926),
    (0, 10, 0, 20, -0.1611, 0.2775),
    (0, 10, 0, 10, -0.2775, 0.2775),
    (10, 10, 0, 20, 0.6791, 1.0000),
    (10, 10, 0, 10, 0.6075, 1.0000),
]

numbers = st.floats(-1e6, 1e6)
reaches = st.floats(0, 1e6)


@st.composite
def intervals(draw):
    value = draw(numbers)
    return Interval(value, value - draw(reaches), value + draw(reaches))


def parts(interval):
    return [interval.value, interval.low, interval.high]


@pytest.mark.parametrize(("k1", "n1", "k2", "n2", "low", "high"), NEWCOMBE)
def test_of_two_shares_it_gives_what_newcombe_published(k1, n1, k2, n2, low, high):
    found = difference(wilson(k1, n1), wilson(k2, n2))
    assert parts(found)[1:] == pytest.approx([low, high], abs=5e-5)


@pytest.mark.parametrize(("k1", "n1", "k2", "n2"), [(31, 100, 27, 100), (3, 40, 90, 140)])
def test_of_two_shares_it_gives_what_statsmodels_gives(k1, n1, k2, n2):
    found = difference(wilson(k1, n1), wilson(k2, n2))
    theirs = confint_proportions_2indep(k1, n1, k2, n2, method="newcomb", compare="diff")
    assert parts(found)[1:] == pytest.approx(theirs)


def test_the_difference_of_two_rates_by_hand():
    """Ends 3 and 4 away make 5; ends 12 and 5 away make 13."""
    found = difference(Interval(10, 7, 22), Interval(6, 1, 10))
    assert parts(found) == [4, -1, 17]


def test_a_difference_to_nothing_is_undefined():
    assert difference(UNDEFINED, Interval(1, 0, 2)) == UNDEFINED
    assert difference(Interval(1, 0, 2), Interval(0.25)) == Interval(0.75)


@given(intervals(), intervals())
def test_swapping_the_two_sides_turns_the_difference_round(one, other):
    there, back = difference(one, other), difference(other, one)
    assert parts(there) == pytest.approx([-back.value, -back.high, -back.low])
    assert there.low <= there.value <= there.high


@given(intervals())
def test_nothing_differs_clearly_from_itself(one):
    found = difference(one, one)
    assert found.value == 0
    assert found.low <= 0 <= found.high


@pytest.mark.parametrize("count", [0, 1, 10, 96])
def test_a_count_has_the_range_that_statsmodels_gives_it(count):
    assert parts(count_interval(count))[1:] == pytest.approx(
        confint_poisson(count, 1, method="score"), abs=1e-9
    )


@pytest.mark.parametrize(("one", "other"), [(96, 91), (41, 15), (0, 12), (3, 3)])
def test_two_counts_differ_as_statsmodels_says(one, other):
    theirs = confint_poisson_2indep(
        one, 1, other, 1, method="mover", compare="diff", method_mover="score"
    )
    assert parts(count_difference(one, other)) == pytest.approx([one - other, *theirs])


def test_the_range_of_ten_events_by_hand():
    """10 + z^2/2 = 11.9207, and z times the root of 10 + z^2/4 = 6.4887."""
    assert parts(count_interval(10)) == pytest.approx([10, 5.4320, 18.4095], abs=5e-5)


def test_less_than_nothing_is_no_count():
    with pytest.raises(ValueError, match="no count"):
        count_interval(-1)


def test_of_two_ranges_the_least_is_from_the_low_end_to_the_high_end():
    """0.2 to 0.4 against 0.5 to 0.6: between 0.4 and 0.1 fewer, before luck."""
    one = Interval(0.2, 0.16, 0.24), Interval(0.4, 0.36, 0.44)
    other = Interval(0.5, 0.47, 0.53), Interval(0.6, 0.57, 0.63)
    least, most = bounds_difference(one, other)
    assert parts(least) == pytest.approx([-0.4, -0.45, -0.35])
    assert parts(most) == pytest.approx([-0.1, -0.15, -0.05])
