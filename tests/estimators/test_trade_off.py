"""What would change if the gate stood elsewhere."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.estimators.score_bounds import gains, worked_bins
from dashboard.estimators.trade_off import (
    Prices,
    curve_over_thresholds,
    decision_curve,
    incremental_net,
    move_gate,
    net_benefit,
    net_by_bin,
)
from tests.estimators.test_score_bounds import BINS, GATE, bands

# METHODS E4: $14,000 of margin a win, three hours at $80 a lead.
PRICES = Prices(worth=14_000, hours=3, rate=80)
NO_HOURS = Prices(worth=1, hours=0, rate=0)


def test_worked_example_to_the_dollar():
    bins = bands()
    found = net_by_bin(bins, gains(bins, GATE, window=10), PRICES, GATE)
    assert found.low == pytest.approx([-240_000, -192_000, 48_000, 96_000, 111_000, 65_000])
    assert found.high == pytest.approx([152_000, 99_200, 48_000, 96_000, 111_000, 65_000])


def test_the_gain_and_not_the_average_decides():
    """METHODS E4: band 50 truly at 1.8 %: the gate is right, and the average says lower it."""
    assert incremental_net(800, 0.018 - 0.004, PRICES) == pytest.approx(-35_200)
    assert incremental_net(800, 0.018, PRICES) == pytest.approx(9_600)


def test_break_even_is_the_cost_over_the_worth():
    assert incremental_net(100, 240 / 14_000, PRICES) == pytest.approx(0)
    assert round(100 * 240 / 14_000, 2) == 1.71


def test_lowering_and_raising_the_worked_example():
    bins = bands()
    moved = move_gate(bins, gains(bins, GATE, window=10), PRICES, GATE, [40, 50, 60, 70])
    assert list(moved.leads) == [1800, 800, 0, -500]
    assert list(moved.hours) == [5400, 2400, 0, -1500]
    assert moved.outcome.low == pytest.approx([0, 0, 0, -12])
    assert moved.outcome.high == pytest.approx([48.8, 20.8, 0, -12])
    assert moved.net.low == pytest.approx([-432_000, -192_000, 0, -48_000])
    assert moved.net.high == pytest.approx([251_200, 99_200, 0, -48_000])


def test_leads_that_sellers_would_leave_lying_change_nothing():
    bins = bands()
    gained = gains(bins, GATE, window=10)
    half, all_of_them = (
        move_gate(bins, gained, PRICES, GATE, [40, 70], uptake=each) for each in (0.5, 1)
    )
    assert list(half.leads) == [900, -500]
    assert half.hours[0] == all_of_them.hours[0] / 2
    assert half.net.high == pytest.approx([251_200 / 2, -48_000])


def test_the_common_ceiling_is_wrong_for_all_bins_at_once():
    """Its error grows with the leads and not with their root; the bins' own with the root."""
    bins = bands()
    gained = gains(bins, GATE, window=10)
    moved = move_gate(bins, gained, NO_HOURS, GATE, 40)
    own = np.sum((np.array([1000, 800]) * gained.high_error[:2]) ** 2)
    error = (own + (1800 * gained.ceiling_error) ** 2) ** 0.5
    # The ends lie several errors apart, so the range reaches 1.645 of them beyond the upper end.
    reached = (moved.outcome.outer_high - moved.outcome.high)[0] / error
    assert reached == pytest.approx(1.645, abs=2e-3)
    assert moved.outcome.outer_low[0] == 0


def test_prices_may_differ_by_bin():
    bins = worked_bins([0, 10], [0, 10], [10, 0], [0, 1], [0, 0])
    prices = Prices(worth=[100, 900], hours=[1, 2], rate=5)
    moved = move_gate(bins, gains(bins, 10, window=10), prices, 10, [0, 20])
    assert moved.net.high == pytest.approx([10 * (0.1 * 100 - 5), 10 * 2 * 5])
    assert moved.net.low == pytest.approx([-50, 10 * 2 * 5 - 900])


def test_the_curve_is_counted_at_the_gate_and_moves_from_there():
    bins = bands()
    curve = curve_over_thresholds(bins, gains(bins, GATE, window=10), PRICES, GATE)
    assert list(curve.leads) == [2800, 1800, 1000, 500, 200, 50]
    assert list(curve.hours) == [8400, 5400, 3000, 1500, 600, 150]
    assert curve.outcome.low[2] == curve.outcome.high[2] == curve.outcome.outer_high[2] == 50.5
    assert curve.outcome.high[0] == pytest.approx(50.5 + 48.8)
    assert curve.outcome.low[3] == pytest.approx(38.5)


def test_net_benefit_of_the_reference():
    """METHODS: 30 right and 120 wrong of 1,000, at one in ten."""
    assert net_benefit(30, 150, 1000, 0.1) == pytest.approx(0.016667, abs=5e-7)


def test_the_decision_curve_is_the_net_in_other_units():
    bins = bands()
    gained = gains(bins, GATE, window=10)
    chance = 240 / 14_000
    low, high = decision_curve(bins, gained, GATE, 50, chance)
    nets = net_by_bin(bins, gained, PRICES, GATE)
    n = float((bins.worked + bins.unworked).sum())
    scale = n * (1 - chance) * 14_000
    assert low * scale == pytest.approx(nets.low[1:].sum())
    assert high * scale == pytest.approx(nets.high[1:].sum())


@given(BINS, st.integers(-10, 90), st.integers(1, 40), st.floats(0, 1))
def test_moving_the_gate_by_nothing_changes_nothing(bins, gate, window, uptake):
    moved = move_gate(bins, gains(bins, gate, window=window), PRICES, gate, gate, uptake=uptake)
    for changed in (
        moved.leads,
        moved.hours,
        *vars(moved.outcome).values(),
        *vars(moved.net).values(),
    ):
        assert changed[0] == 0


@given(BINS, st.integers(-10, 90), st.integers(-10, 90))
def test_the_whole_is_the_sum_of_its_bins(bins, gate, at):
    gained = gains(bins, gate, window=20)
    moved, nets = (
        move_gate(bins, gained, PRICES, gate, at),
        net_by_bin(bins, gained, PRICES, gate),
    )
    between = (bins.floors >= min(gate, at)) & (bins.floors < max(gate, at))
    low, high = float(nets.low[between].sum()), float(nets.high[between].sum())
    expected = (low, high) if at <= gate else (-high, -low)
    assert (moved.net.low[0], moved.net.high[0]) == pytest.approx(expected, abs=1e-6)


@given(BINS, st.integers(-10, 90), st.integers(-10, 90))
def test_ranges_are_ordered(bins, gate, at):
    moved = move_gate(bins, gains(bins, gate, window=20), PRICES, gate, at)
    for ends in (moved.outcome, moved.net):
        assert ends.outer_low[0] <= ends.low[0] + 1e-6
        assert ends.low[0] <= ends.high[0] + 1e-6
        assert ends.high[0] <= ends.outer_high[0] + 1e-6


@given(BINS, st.integers(0, 90), st.floats(0, 1e5), st.floats(0, 1e5))
def test_a_dearer_hour_never_speaks_for_a_lower_gate(bins, gate, cheap, more):
    gained = gains(bins, gate, window=20)
    low, high = (
        move_gate(bins, gained, Prices(14_000, 3, rate), gate, 0).net
        for rate in (cheap, cheap + more)
    )
    assert high.high[0] <= low.high[0] + 1e-6
    assert high.outer_low[0] <= low.outer_low[0] + 1e-3


def test_a_hundred_bins_take_less_than_five_milliseconds():
    random = np.random.default_rng(1)
    n = random.integers(50, 400, 100)
    worked = np.where(np.arange(100) >= 65, n * 0.7, n * 0.03).astype(int)
    wins = random.binomial(worked, 0.05), random.binomial(n - worked, 0.005)
    bins = worked_bins(np.arange(100), worked, n - worked, *wins)
    took = []
    for _ in range(20):
        start = time.perf_counter()
        curve_over_thresholds(bins, gains(bins, 65, window=5), PRICES, 65)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.005


def test_what_cannot_be_is_refused():
    bins = bands()
    with pytest.raises(ValueError, match="between 0 and 1"):
        move_gate(bins, gains(bins, GATE, window=10), PRICES, GATE, 50, uptake=1.5)
    with pytest.raises(ValueError, match="net benefit needs"):
        net_benefit(1, 2, 10, 1.0)
