"""Intervals agree with the published tables, with other libraries and with plain counting."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from dashboard.estimators.intervals import (
    UNDEFINED,
    Interval,
    critical_value,
    design_effect,
    kish_size,
    kish_wilson,
    median_interval,
    newcombe,
    wilson,
)
from tests.estimators.references import NEWCOMBE, WILSON


def bounds(interval):
    return [interval.low, interval.high]


@pytest.mark.parametrize(("k", "n", "low", "high"), WILSON)
def test_wilson_gives_the_table_of_newcombe(k, n, low, high):
    assert bounds(wilson(k, n)) == pytest.approx([low, high], abs=5e-5)


@pytest.mark.parametrize(("k1", "n1", "k2", "n2", "low", "high"), NEWCOMBE)
def test_newcombe_gives_his_own_table(k1, n1, k2, n2, low, high):
    assert bounds(newcombe(k1, n1, k2, n2)) == pytest.approx([low, high], abs=5e-5)


def test_wilson_gives_the_reference_values(golden):
    for shares, expected in golden["wilson"].items():
        k, n = map(int, shares.split("/"))
        assert bounds(wilson(k, n)) == pytest.approx(expected, abs=1e-6)


def test_newcombe_gives_the_reference_values(golden):
    for pair, expected in golden["newcombe"].items():
        numbers = [int(part) for share in pair.split("-") for part in share.split("/")]
        assert bounds(newcombe(*numbers)) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
def test_wilson_equals_statsmodels(level):
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    for n in (1, 2, 9, 30, 1000):
        for k in {0, 1, n // 3, n - 1, n}:
            expected = proportion.proportion_confint(k, n, alpha=1 - level, method="wilson")
            assert bounds(wilson(k, n, level=level)) == pytest.approx(expected, abs=1e-12)


def test_newcombe_equals_statsmodels():
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    for k1, n1, k2, n2 in [(3, 7, 2, 9), (0, 5, 5, 5), (40, 100, 30, 90), (1, 1, 0, 1)]:
        expected = proportion.confint_proportions_2indep(k1, n1, k2, n2, method="newcomb")
        assert bounds(newcombe(k1, n1, k2, n2)) == pytest.approx(expected, abs=1e-9)


def test_worked_examples_of_the_methods():
    assert bounds(wilson(1, 4)) == pytest.approx([0.046, 0.699], abs=5e-4)
    assert bounds(wilson(5, 8)) == pytest.approx([0.306, 0.863], abs=5e-4)
    stall = newcombe(18, 30, 10, 50)
    assert [stall.value, *bounds(stall)] == pytest.approx([0.40, 0.180, 0.577], abs=5e-4)


def test_wilson_bounds_are_where_the_score_test_turns():
    """The definition itself: at each bound the share lies z errors away, the error taken there."""
    for k, n in [(3, 20), (1, 29), (81, 263), (19, 20)]:
        for bound in bounds(wilson(k, n)):
            score = (k / n - bound) / math.sqrt(bound * (1 - bound) / n)
            assert abs(score) == pytest.approx(critical_value(0.95), rel=1e-9)


def test_no_records_is_undefined_and_not_zero():
    assert wilson(0, 0) == UNDEFINED
    assert newcombe(0, 0, 1, 2) == UNDEFINED
    assert newcombe(1, 2, 0, 0) == UNDEFINED
    assert kish_wilson(0, 0, 0) == UNDEFINED
    assert median_interval([], []) == UNDEFINED
    assert median_interval([4], [0]) == UNDEFINED
    assert Interval(None, None, None) == UNDEFINED


@pytest.mark.parametrize(("k", "n"), [(3, 2), (-1, 2), (0, -1)])
def test_what_is_no_share_is_refused(k, n):
    with pytest.raises(ValueError, match="is not a share"):
        wilson(k, n)


@pytest.mark.parametrize("size", [0, -1, math.nan])
def test_an_effective_size_of_nothing_is_refused(size):
    with pytest.raises(ValueError, match="effective number"):
        wilson(1, 2, n_effective=size)


@pytest.mark.parametrize("level", [0, 1, -0.5, 95])
def test_a_level_outside_0_to_1_is_refused(level):
    with pytest.raises(ValueError, match="level"):
        critical_value(level)


def test_the_effective_size_widens_and_keeps_the_value():
    plain, clustered = wilson(30, 100), wilson(30, 100, n_effective=25)
    assert clustered.value == plain.value == 0.3
    assert bounds(clustered) == pytest.approx(bounds(wilson(7.5, 25)))
    wide = newcombe(30, 100, 20, 100, n1_effective=25, n2_effective=25)
    assert bounds(wide) == pytest.approx(bounds(newcombe(7.5, 25, 5, 25)))


def test_equal_amounts_count_as_records():
    """Money in equal pieces is a plain share: same value, same interval."""
    assert kish_wilson(3 * 500.0, 20 * 500.0, 20 * 500.0**2) == wilson(3, 20)


def test_one_huge_amount_leaves_about_one_record():
    assert kish_size(1_000_019.0, 1e12 + 19) == pytest.approx(1.0, abs=1e-4)
    assert kish_wilson(1e6, 1_000_019.0, 1e12 + 19).low < 0.21


def test_last_digits_of_money_do_not_break_a_share():
    amounts = [0.1] * 10
    assert kish_wilson(1.0 + 1e-12, 1.0, sum(a * a for a in amounts)).value == 1.0


def test_a_negative_amount_can_leave_the_share_of_money_undefined():
    assert kish_wilson(150.0, 100.0, 25_000.0) == UNDEFINED
    assert kish_wilson(-50.0, 100.0, 25_000.0) == UNDEFINED
    assert kish_wilson(10.0, -100.0, 25_000.0) == UNDEFINED


def design_effect_by_definition(accounts):
    n = sum(len(records) for records in accounts)
    p = sum(map(sum, accounts)) / n
    between = sum(sum(y - p for y in records) ** 2 for records in accounts)
    return between / (n * p * (1 - p))


def design_effect_of(accounts):
    y = np.array([sum(records) for records in accounts])
    m = np.array([len(records) for records in accounts])
    n = int(m.sum())
    return design_effect(n, y.sum() / n, np.sum(y * y), np.sum(y * m), np.sum(m * m))


@pytest.mark.parametrize(
    "accounts",
    [[[1, 1], [0, 0], [1], [0]], [[1, 1, 1], [0, 0, 0], [0], [1, 0]], [[1] * 5, [0] * 5]],
)
def test_the_design_effect_follows_its_definition(accounts):
    assert design_effect_of(accounts) == pytest.approx(design_effect_by_definition(accounts))


def test_the_design_effect_of_copies_is_the_number_of_copies():
    assert design_effect_of([[1] * 4, [0] * 4, [1] * 4, [0] * 4]) == pytest.approx(4)


def test_single_records_have_no_design_effect():
    assert design_effect_of([[1], [0], [0], [1], [1]]) == pytest.approx(1)


def test_the_design_effect_is_never_below_one():
    assert design_effect_of([[1, 0], [1, 0], [0, 1]]) == 1
    for n, p in [(10, 0.0), (10, 1.0), (0, None), (0, 0.0), (5, None)]:
        assert design_effect(n, p, 5, 5, 5) == 1


@pytest.mark.parametrize(
    ("days", "expected"),
    [([14], 14), ([3, 5], 4), ([5, 1, 9], 5), ([0, 0, 0, 7], 0), ([1, 2, 2, 3, 3, 9], 2.5)],
)
def test_the_median_of_an_even_number_is_the_mean_of_the_middle_two(days, expected):
    assert median_interval(days, [1] * len(days)).value == expected


def test_fewer_than_six_records_have_a_median_without_interval():
    assert median_interval([1, 2, 3, 4, 5], [1] * 5) == Interval(3)
    assert median_interval([1, 2, 3, 4, 5, 6], [1] * 6) == Interval(3.5, 1, 6)


@pytest.mark.parametrize("n", [6, 7, 10, 11, 14])
def test_the_median_interval_holds_by_counting_all_outcomes(n):
    """Each record lies above or below the true median like a coin: count all 2^n ways."""
    interval = median_interval(range(1, n + 1), [1] * n)
    rank = int(interval.low)
    covered = closer = 0
    for sides in itertools.product((0, 1), repeat=n):
        covered += rank <= sum(sides) <= n - rank
        closer += rank + 1 <= sum(sides) <= n - rank - 1
    assert interval.high == n - rank + 1
    assert covered / 2**n >= 0.95 > closer / 2**n


@pytest.mark.parametrize("n", [25, 100, 1001, 200_000])
def test_the_median_ranks_are_the_binomial_quantiles(n):
    binomial = pytest.importorskip("scipy.stats").binom
    rank = int(median_interval(np.arange(1, n + 1), np.ones(n, dtype=int)).low)
    assert binomial.cdf(rank - 1, n, 0.5) <= 0.025 < binomial.cdf(rank, n, 0.5)


def test_copies_of_records_do_not_narrow_the_median_interval():
    single = median_interval(range(1, 41), [1] * 40)
    copied = median_interval(range(1, 41), [3] * 40, n_effective=40)
    assert bounds(copied) == bounds(single)
    assert copied.value == single.value
    assert median_interval(range(1, 41), [3] * 40, n_effective=4) == Interval(20.5)


def test_few_effective_records_reach_to_the_first_and_last_one():
    """Six clusters hold the median between the outermost two, whose edge is the first record."""
    assert median_interval(range(1, 101), [1] * 100, n_effective=6) == Interval(50.5, 1, 100)
