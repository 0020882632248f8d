"""The jump at a threshold: published values, least squares on records, what must not change it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.estimators.discontinuity import (
    Jump,
    Side,
    by_bandwidth,
    by_smoothness,
    folded_critical_value,
    honest_jump,
    jump_at,
    smoothness_of,
    withheld,
)
from dashboard.estimators.score_bins import binned, pooled
from tests.estimators.gate_references import EARNINGS, FOLDED

# Scores at half points lie as far from the threshold on both sides.
HALVES = np.arange(10) + 0.5
ROW = st.integers(60, 400).flatmap(lambda n: st.tuples(st.just(n), st.integers(5, n - 5)))
ROWS = st.lists(ROW, min_size=20, max_size=20)


def of_rows(rows):
    """Return bins of twenty scores, ten on each side."""
    n, y = np.array(rows).T
    return binned(np.concatenate([-HALVES[::-1], HALVES]), n, y)


def changed(bins, factor=1.0, constant=0.0, slope=0.0, step=0.0):
    """Return the bins with each outcome y replaced by factor y + constant + slope x + step."""
    added = constant + slope * bins.x + step * (bins.x >= 0)
    sums = factor * bins.y + added * bins.n
    squares = factor**2 * bins.squares + 2 * factor * added * bins.y + added**2 * bins.n
    return binned(bins.x, bins.n, sums, squares, bins.events)


def figures(jump):
    return [jump.value, jump.low, jump.high, jump.standard_error, jump.bias, jump.bandwidth]


def earnings():
    return binned(*zip(*EARNINGS, strict=True))


@pytest.mark.parametrize("level", FOLDED)
def test_the_critical_value_counts_the_bias(level):
    found = {bias: folded_critical_value(bias, level) for bias in FOLDED[level]}
    assert found == pytest.approx(FOLDED[level], abs=1e-6)


def test_critical_values_are_the_reference_values(golden):
    for bias, expected in golden["honest"]["cv95"].items():
        assert folded_critical_value(float(bias)) == pytest.approx(expected, abs=1e-6)


def test_a_far_bias_leaves_one_side_only():
    assert folded_critical_value(40.0) == pytest.approx(40 + 1.644854, abs=1e-6)
    with pytest.raises(ValueError, match="bias"):
        folded_critical_value(-0.1)


@pytest.mark.parametrize(
    ("bandwidth", "smoothness", "kernel", "expected"),
    [
        (6, 0.04, "uniform", [0.021292, 0.032732, 0.290940, -0.323487, 0.366072]),
        (3.5, 0.02, "triangular", [0.070080, 0.052660, 0.033577, -0.050975, 0.191135]),
    ],
)
def test_earnings_after_the_school_leaving_age_rose(bandwidth, smoothness, kernel, expected):
    found = jump_at(earnings(), bandwidth, smoothness, kernel=kernel)
    ours = [found.value, found.standard_error, found.bias, found.low, found.high]
    assert ours == pytest.approx(expected, abs=1e-6)


def test_reference_values_of_earnings(golden):
    for name, options in [
        ("cghs_M04_h6_uniform", (6, 0.04, "uniform")),
        ("cghs_M02_h35_tri", (3.5, 0.02, "triangular")),
    ]:
        bandwidth, smoothness, kernel = options
        found = jump_at(earnings(), bandwidth, smoothness, kernel=kernel)
        ours = [found.value, found.standard_error, found.bias, found.low, found.high]
        assert ours == pytest.approx(golden["honest"][name], abs=1e-6)


def test_a_line_on_each_side_by_hand():
    """Means 1, 2, 3 below reach 4 at the threshold; 6, 6, 6 above stay 6."""
    bins = binned([-3, -2, -1, 0, 1, 2], [2] * 6, [2, 4, 6, 12, 12, 12], [2, 8, 18, 72, 72, 72])
    found = jump_at(bins, 10, 0.0)
    assert [found.value, found.low, found.high] == pytest.approx([2, 2, 2])
    assert found.below == Side(3, 6, 6)


def least_squares(x, y, bandwidth):
    """Return the jump by regression on records, with White's error."""
    weights = np.maximum(1 - np.abs(x) / bandwidth, 0)
    above = (x >= 0) * 1.0
    design = np.column_stack([above, np.ones(x.size), x, above * x])
    bread = np.linalg.inv(design.T @ (design * weights[:, None]))
    values = bread @ (design.T @ (weights * y))
    rest = weights * (y - design @ values)
    meat = (design * rest[:, None]).T @ (design * rest[:, None])
    return values[0], math.sqrt((bread @ meat @ bread)[0, 0])


def test_records_apart_give_the_regression_on_records_with_white_s_error():
    random = np.random.default_rng(1)
    x, y = random.normal(2, 10, 400), random.normal(0, 1, 400)
    found = jump_at(binned(x, np.ones(400), y, y**2), 7.0, 0.01)
    assert [found.value, found.standard_error] == pytest.approx(least_squares(x, y, 7.0))


def test_the_worst_bias_is_that_of_two_parabolas():
    """Bent by M, away from each other on the two sides, the lines are off by just the bias."""
    x, n = np.concatenate([-HALVES, HALVES]), np.full(20, 3.0)
    bent = 0.02 / 2 * x**2 * np.where(x >= 0, 1, -1)
    found = jump_at(binned(x, n, n * bent, n * bent**2), 6.0, 0.02)
    assert abs(found.value) == pytest.approx(found.bias)


def test_the_bend_is_twice_that_of_a_quadratic():
    x = np.arange(-20, 20)
    y = np.where(x < 0, 0.003 * x**2, 5 - 0.001 * x**2)
    bins = binned(x, np.full(40, 2.0), 2 * y, 2 * y**2)
    assert smoothness_of(bins) == pytest.approx(2 * 0.006)
    assert smoothness_of(bins, reach=2.5) is None


def test_the_bend_is_learned_within_reach():
    x = np.arange(-60, 60)
    y = np.where(np.abs(x) <= 30, 1.0 * x, 1.0 * x**2)
    bins = binned(x, np.full(120, 2.0), 2 * y, 2 * y**2)
    assert smoothness_of(bins) == pytest.approx(0, abs=1e-9)


@given(ROWS, st.floats(-3, 3), st.floats(-0.2, 0.2), st.floats(-1, 1))
def test_a_line_added_changes_nothing_and_a_step_adds_itself(rows, constant, slope, step):
    bins = of_rows(rows)
    there, back = honest_jump(bins), honest_jump(changed(bins, 1, constant, slope, step))
    expected = figures(there)
    for place in range(3):
        expected[place] += step
    assert figures(back) == pytest.approx(expected, rel=1e-5, abs=1e-6)


@given(ROWS, st.floats(0.1, 1000))
def test_money_in_another_unit_is_the_same_money(rows, factor):
    bins = of_rows(rows)
    there, back = honest_jump(bins), honest_jump(changed(bins, factor))
    assert np.array(figures(back)[:5]) / factor == pytest.approx(figures(there)[:5], abs=1e-7)
    assert back.bandwidth == there.bandwidth


@given(ROWS, st.floats(0.05, 20))
def test_a_score_in_another_unit_is_the_same_score(rows, factor):
    bins = of_rows(rows)
    scaled = binned(bins.x * factor, bins.n, bins.y)
    there, back = honest_jump(bins), honest_jump(scaled, reach=30 * factor)
    assert figures(back)[:5] == pytest.approx(figures(there)[:5], abs=1e-7)
    assert back.bandwidth == pytest.approx(there.bandwidth * factor)
    assert back.smoothness == pytest.approx(there.smoothness / factor**2, abs=1e-9)


@given(ROWS)
def test_the_same_on_both_sides_is_no_jump(rows):
    half = rows[:10]
    found = honest_jump(of_rows([*half[::-1], *half]))
    assert found.value == pytest.approx(0, abs=1e-9)
    assert found.low == pytest.approx(-found.high, abs=1e-9)


@given(ROWS)
def test_turned_round_the_jump_turns_round(rows):
    there, back = honest_jump(of_rows(rows)), honest_jump(of_rows(rows[::-1]))
    assert [back.value, back.low, back.high] == pytest.approx(
        [-there.value, -there.high, -there.low], abs=1e-9
    )


@given(ROWS, st.randoms(use_true_random=False))
def test_bins_cut_up_and_mixed_are_the_same_bins(rows, random):
    x = np.concatenate([-HALVES[::-1], HALVES])
    parts = [(at, n // 3, k // 3) for at, (n, k) in zip(x, rows, strict=True)]
    parts += [(at, n - n // 3, k - k // 3) for at, (n, k) in zip(x, rows, strict=True)]
    random.shuffle(parts)
    assert figures(honest_jump(binned(*zip(*parts, strict=True)))) == figures(
        honest_jump(of_rows(rows))
    )


@given(ROWS)
def test_the_interval_lies_around_the_value_and_widens_with_the_bend(rows):
    half, once, twice = by_smoothness(of_rows(rows))
    assert half.high - half.low <= once.high - once.low + 1e-12
    assert once.high - once.low <= twice.high - twice.low + 1e-12
    assert once.low <= once.value <= once.high
    assert twice.smoothness == pytest.approx(4 * half.smoothness)


def test_thresholds_that_moved_are_pooled_each_from_its_own():
    random = np.random.default_rng(3)
    scores, n = np.arange(30, 91), random.integers(50, 200, 61)
    y = random.binomial(n, 0.2 + 0.1 * (scores >= 60))
    early, late = binned(scores, n, y, threshold=60), binned(scores + 7, n, y, threshold=67)
    both = pooled([early, late])
    assert list(both.x) == list(early.x)
    assert list(both.n) == list(2 * early.n)
    once, twice = honest_jump(early), honest_jump(both)
    assert twice.value == pytest.approx(once.value, abs=0.02)
    assert twice.standard_error < once.standard_error
    assert pooled([]).x.size == 0


@pytest.mark.parametrize(
    ("scores", "n", "events", "reason"),
    [
        ([-2, -1, 0, 1, 2], 100, 30, "few scores"),
        ([-3, -2, -1, 0, 1, 2], 16, 8, "few records"),
        ([-3, -2, -1, 0, 1, 2], 100, 3, "few events"),
        ([], 0, 0, "few scores"),
    ],
)
def test_too_little_is_said_and_not_estimated(scores, n, events, reason):
    bins = binned(scores, [n] * len(scores), [events] * len(scores))
    found = honest_jump(bins, reach=20.0)
    assert (found.reason, found.value, found.detectable) == (reason, None, None)
    assert found == honest_jump(bins, smoothness=0.01, reach=20.0)


def test_enough_is_enough():
    bins = binned([-3, -2, -1, 0, 1, 2], [17] * 6, [4] * 6)
    found = honest_jump(bins)
    assert found.reason is None
    assert (found.below, found.above) == (Side(3, 51, 12), Side(3, 51, 12))
    assert found.detectable == pytest.approx(2.8 * found.standard_error)


def test_a_trait_needs_no_events_and_money_needs_paying_records():
    x = [-3, -2, -1, 0, 1, 2]
    trait = binned(x, [40] * 6, [0] * 6, [0] * 6)
    assert honest_jump(trait).value == 0
    paid = binned(x, [40] * 6, [9e3] * 6, [81e6] * 6, [1] * 6)
    assert honest_jump(paid).reason == "few events"


def test_the_bandwidth_asked_for_is_kept_or_refused():
    bins = of_rows([(100, 20)] * 20)
    assert honest_jump(bins, bandwidth=5).bandwidth == 5
    assert honest_jump(bins, bandwidth=2).reason == "few scores"
    asked = [jump.bandwidth for jump in by_bandwidth(bins)]
    assert asked == [15, 30, 30]
    assert by_bandwidth(bins.where(bins.x < 0)) == by_smoothness(bins.where(bins.x < 0)) == ()


def test_a_straight_curve_uses_all_scores_within_reach():
    x = np.arange(-40, 40)
    n = np.full(80, 100.0)
    found = honest_jump(binned(x, n, n * (0.4 + 0.004 * x), n * (0.4 + 0.004 * x)))
    assert found.bandwidth == 30
    assert found.value == pytest.approx(0, abs=1e-9)
    assert found.bias == pytest.approx(0, abs=1e-9)


def test_withheld_keeps_what_was_there_and_no_figure():
    found = honest_jump(of_rows([(100, 20)] * 20))
    kept = withheld(found, "bunching")
    assert kept == Jump(below=found.below, above=found.above, reason="bunching")


@pytest.mark.parametrize(
    ("columns", "complaint"),
    [
        (([math.nan], [1], [1]), "score"),
        (([1, 2], [1], [1]), "length"),
        (([1], [2], [3]), "sums"),
        (([1], [-1], [0]), "sums"),
        (([1], [2], [4], [7.9]), "sums"),
    ],
)
def test_sums_that_cannot_be_are_refused(columns, complaint):
    with pytest.raises(ValueError, match=complaint):
        binned(*columns)
