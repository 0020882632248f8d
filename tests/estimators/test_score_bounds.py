"""What working a lead adds: told above the gate, bounded below."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.estimators.bounds import Bounds
from dashboard.estimators.score_bounds import (
    bounds_between,
    gains,
    imbens_manski,
    no_assumption,
    winnable,
    worked_bins,
)

PHI = NormalDist().cdf
# METHODS E4: bands of ten points; the leads that nobody worked give p0, the worked ones p1.
FLOORS = [40, 50, 60, 70, 80, 90]
WORKED = [0, 0, 500, 300, 150, 50]
WON_WORKED = [0, 0, 15, 15, 13.5, 7]
UNWORKED = [1000, 800, 1000, 1000, 1000, 1000]
WON_UNWORKED = [2, 3.2, 6, 10, 20, 30]
GATE = 60


def bands(worked=WORKED, unworked=UNWORKED, won_worked=WON_WORKED, won_unworked=WON_UNWORKED):
    return worked_bins(FLOORS, worked, unworked, won_worked, won_unworked)


COUNT = st.integers(0, 200).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))
BINS = st.lists(st.tuples(COUNT, COUNT), min_size=1, max_size=8).map(
    lambda rows: worked_bins(
        np.arange(len(rows)) * 10,
        *zip(
            *((worked[0], unworked[0], worked[1], unworked[1]) for worked, unworked in rows),
            strict=True,
        ),
    )
)


def test_worked_example_of_the_gain():
    found = gains(bands(), GATE, window=10)
    assert found.low == pytest.approx([0, 0, 0.024, 0.04, 0.07, 0.11])
    assert found.high == pytest.approx([0.028, 0.026, 0.024, 0.04, 0.07, 0.11])
    assert list(found.is_adjusted) == [False, False, True, True, True, True]


def test_the_error_of_a_gain_counts_one_win_and_one_miss_more():
    found = gains(bands(), GATE, window=10)
    ceiling = 16 / 502 * (486 / 502) / 500
    own = 4.2 / 802 * (797.8 / 802) / 800
    assert found.ceiling_error == pytest.approx(ceiling**0.5)
    assert found.high_error[1] == pytest.approx(own**0.5)
    assert list(found.low_error[:2]) == [0, 0]


def test_without_others_that_were_left_alone_a_worked_lead_gains_between_nothing_and_all():
    found = gains(bands(unworked=[1000, 800, 29, 0, 29, 30], won_unworked=[0] * 6), GATE, window=10)
    assert list(found.is_adjusted) == [False, False, False, False, False, True]
    assert list(found.low[2:5]) == [0, 0, 0]
    assert found.high[2:5] == pytest.approx([0.03, 0.05, 0.09])


def test_each_assumption_narrows_the_range():
    none, helps, rises = (
        gains(bands(), GATE, window=10, assume=each) for each in ("none", "helps", "rises")
    )
    below = slice(0, 2)
    assert none.low[below] == pytest.approx([-0.002, -0.004])
    assert none.high[below] == pytest.approx([0.998, 0.996])
    assert list(helps.low[below]) == [0, 0]
    assert helps.high[below] == pytest.approx([0.998, 0.996])
    assert rises.high[below] == pytest.approx([0.028, 0.026])
    assert none.low[2:] == pytest.approx([-0.97, -0.95, -0.91, -0.86])
    assert none.high[2:] == pytest.approx([0.03, 0.05, 0.09, 0.14])


def test_no_worked_lead_above_the_gate_leaves_only_the_most_possible():
    found = gains(bands(worked=[0] * 6, won_worked=[0] * 6), GATE, window=10)
    assert found.high[0] == pytest.approx(0.998)
    assert found.ceiling_error == 0


def test_no_assumption_is_the_share_worked_and_all_the_rest():
    """METHODS E4: 200 of 800 worked, 3 won: at least 3/800, at most 603/800."""
    low, high = no_assumption(worked_bins([50, 60], [200, 0], [600, 0], [3, 0], [1, 0]))
    assert (low[0], high[0]) == (3 / 800, 603 / 800)
    assert np.isnan(low[1])


def test_money_is_bounded_by_money():
    """Two wins of 10 and 30 among 20 worked at the gate: 2 a lead; unworked 5 among 100."""
    bins = worked_bins([50, 60], [0, 20], [100, 0], [0, 40], [5, 0], ([0, 1000], [25, 0]))
    found = gains(bins, 60, window=10, most=30)
    assert found.high[0] == pytest.approx(2 - 0.05)
    unit = 1025 / 45
    variance = (1000 + unit**2) / 22 - ((40 + unit) / 22) ** 2
    assert found.ceiling_error == pytest.approx((variance / 20) ** 0.5)


def test_winnable_is_what_came_anyway_up_to_what_worked_leads_of_their_kind_brought():
    """Below 1,800 leads at 3 %; above 1,000 each at 3, 5, 9 and 14 %: 54 + 310. Anyway: 71.2."""
    found = winnable(bands(), GATE, window=10)
    assert found.low == pytest.approx(71.2)
    assert found.high == pytest.approx(54 + 310)
    assert found.outer_low < found.low < found.high < found.outer_high


def test_leads_that_did_better_by_themselves_are_not_counted_for_less():
    found = winnable(bands(won_unworked=[2, 80, 6, 10, 20, 30]), GATE, window=10)
    assert found.high == pytest.approx(30 + 80 + 310)


def test_winnable_needs_worked_leads_above_the_gate_to_compare_with():
    assert winnable(bands(worked=[0] * 6, won_worked=[0] * 6), GATE, window=10) == Bounds()
    all_above = winnable(bands(), 0, window=0)
    assert all_above == Bounds()
    told = bands(worked=[10] * 6, won_worked=[1] * 6)
    assert winnable(told, 0, window=0).high == pytest.approx(580)


@given(BINS, st.integers(-10, 90))
def test_winnable_is_ordered_and_never_less_than_what_came(bins, gate):
    found = winnable(bins, gate, window=20)
    if found.low is not None:
        assert found.outer_low <= found.low == pytest.approx(bins.sum_unworked.sum())
        assert found.low <= found.high + 1e-9 <= found.outer_high + 2e-9


@given(BINS, st.integers(-10, 90), st.integers(1, 40))
def test_bounds_are_ordered_and_assumptions_nest(bins, gate, window):
    none, helps, rises = (
        gains(bins, gate, window=window, assume=each) for each in ("none", "helps", "rises")
    )
    for found in (none, helps, rises):
        assert np.all(found.low <= found.high + 1e-12)
    below = bins.floors < gate
    assert np.all((none.low <= helps.low + 1e-12)[below])
    assert np.all((helps.high <= none.high + 1e-12)[below])
    assert np.all((rises.high <= helps.high + 1e-12)[below])


@pytest.mark.parametrize("width", [0, 0.3, 1, 2.5, 8])
def test_imbens_manski_solves_its_equation(width):
    low, high = imbens_manski(0.0, width, 1.0, 1.0)
    assert PHI(float(-low) + width) - PHI(float(low)) == pytest.approx(0.95, abs=1e-9)
    assert float(high) - width == pytest.approx(-float(low))


def test_imbens_manski_runs_from_1_96_to_1_64_errors():
    near, far = bounds_between(5, 5, 1, 1), bounds_between(0, 100, 1, 2)
    assert near.outer_low == pytest.approx(5 - 1.959964, abs=1e-6)
    assert (far.outer_low, far.outer_high) == pytest.approx((-1.644854, 103.289707), abs=1e-5)
    assert (far.low, far.high) == (0, 100)


def test_certain_ends_stay():
    found = bounds_between(1, 2, 0, 0)
    assert (found.outer_low, found.outer_high) == (1, 2)


@pytest.mark.parametrize(
    ("columns", "fault"),
    [
        (([1, 2], [1], [1, 1], [0, 0], [0, 0]), "one length"),
        (([2, 1], [1, 1], [1, 1], [0, 0], [0, 0]), "must rise"),
        (([1, 2], [1, 1], [1, -1], [0, 0], [0, 0]), "fewer than no"),
        (([1, 2], [1, 1], [1, 1], [2, 0], [0, 0]), "more wins"),
        (([1, 2], [1, 1], [1, 1], [0, 0], [0, 2]), "more wins"),
    ],
)
def test_impossible_bins_are_refused(columns, fault):
    with pytest.raises(ValueError, match=fault):
        worked_bins(*columns)


def test_the_most_a_lead_can_bring_is_a_number():
    with pytest.raises(ValueError, match="must be a number"):
        gains(bands(), GATE, window=10, most=float("inf"))
