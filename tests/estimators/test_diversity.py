"""Entropy and effective numbers: worked values, drawing all samples, edges."""

from __future__ import annotations

import itertools
import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.estimators.diversity import (
    effective_interval,
    effective_number,
    entropy,
    held_by,
    inverse_simpson,
    miller_madow,
    rarefied,
)
from dashboard.estimators.intervals import UNDEFINED, Interval

# METHODS L.
PATHS = [4, 3, 2, 1]
COUNTS = st.lists(st.integers(0, 30), min_size=1, max_size=12)


def all_draws(counts, n):
    """Return the counts of every way to draw n of these records."""
    records = [variant for variant, count in enumerate(counts) for _ in range(count)]
    return [Counter(drawn) for drawn in itertools.combinations(records, n)]


def test_worked_example_of_the_methods():
    assert entropy(PATHS) == pytest.approx(1.2799, abs=5e-5)
    assert entropy(PATHS) / math.log(2) == pytest.approx(1.8464, abs=5e-5)
    assert effective_number(PATHS) == pytest.approx(3.596, abs=5e-4)
    assert inverse_simpson(PATHS) == pytest.approx(3.333, abs=5e-4)
    assert miller_madow(PATHS) == pytest.approx(1.2799 + 3 / 20, abs=5e-5)


def test_equally_common_variants_count_as_they_are():
    assert effective_number([7] * 5) == pytest.approx(5)
    assert inverse_simpson([7] * 5) == pytest.approx(5)
    assert effective_number([9]) == inverse_simpson([9]) == 1
    assert entropy([9]) == 0


@given(COUNTS)
def test_effective_numbers_lie_between_one_and_the_variants(counts):
    variants = sum(count > 0 for count in counts)
    if not variants:
        assert effective_number(counts) is None
        return
    assert 1 - 1e-9 <= inverse_simpson(counts) <= effective_number(counts) + 1e-9
    assert effective_number(counts) <= variants + 1e-9
    assert entropy([*counts, 0]) == entropy(counts)
    assert entropy(sorted(counts)) == pytest.approx(entropy(counts))


def test_entropy_equals_scipy():
    stats = pytest.importorskip("scipy.stats")
    counts = np.random.default_rng(1).integers(1, 400, 60)
    assert entropy(counts) == pytest.approx(stats.entropy(counts), abs=1e-12)


@pytest.mark.parametrize(
    ("counts", "share", "expected"),
    [
        ([4, 3, 2, 1], 0.8, 3),
        ([1, 2, 3, 4], 0.7, 2),
        ([5, 3, 1, 1], 0.8, 2),
        ([8, 1, 1], 0.8, 1),
        ([1] * 10, 0.8, 8),
        ([1] * 11, 0.8, 9),
        ([3], 0.8, 1),
        ([0, 0, 3], 1.0, 1),
        ([0.1] * 10, 0.8, 8),
        ([2, 1], 1.0, 2),
    ],
)
def test_held_by_counts_the_most_common_variants(counts, share, expected):
    assert held_by(counts, share) == expected


def test_nothing_is_undefined():
    for function in (entropy, miller_madow, effective_number, inverse_simpson, held_by):
        assert function([]) is None
        assert function([0, 0]) is None
    assert effective_interval([]) == UNDEFINED
    assert rarefied([], 1) is None


def test_fewer_than_no_records_are_refused():
    with pytest.raises(ValueError, match="variant"):
        entropy([3, -1])


@pytest.mark.parametrize("counts", [[4, 3, 2, 1], [5, 1, 1], [2, 2, 2], [6], [3, 3, 1, 1, 1]])
@pytest.mark.parametrize("n", [1, 2, 4])
def test_rarefied_numbers_are_the_means_over_all_draws(counts, n):
    drawn = all_draws(counts, n)
    found = rarefied(counts, n)
    assert found.richness == pytest.approx(np.mean([len(draw) for draw in drawn]))
    mean_entropy = np.mean([entropy(list(draw.values())) for draw in drawn])
    assert found.effective == pytest.approx(math.exp(mean_entropy))
    mean_squares = np.mean([1 / inverse_simpson(list(draw.values())) for draw in drawn])
    assert found.inverse_simpson == pytest.approx(1 / mean_squares)


@given(COUNTS)
def test_drawing_all_records_gives_the_plain_numbers(counts):
    total = sum(counts)
    if not total:
        return
    found = rarefied(counts, total)
    assert found.n == total
    assert found.richness == pytest.approx(sum(count > 0 for count in counts))
    assert found.effective == pytest.approx(effective_number(counts))
    assert found.inverse_simpson == pytest.approx(inverse_simpson(counts))


@given(COUNTS, st.integers(1, 60))
def test_fewer_records_never_show_more(counts, n):
    fewer, more = rarefied(counts, n), rarefied(counts, n + 1)
    if more is not None:
        assert fewer.richness <= more.richness + 1e-9
        assert fewer.effective <= more.effective + 1e-9


def test_more_records_than_there_are_cannot_be_drawn():
    assert rarefied([3, 2], 6) is None
    assert rarefied([3, 2], 0) is None


def test_many_records_rarefy_without_overflow():
    counts = np.random.default_rng(2).geometric(0.02, 800)
    found = rarefied(counts, 5_000)
    chance_unseen = np.exp([_log_unseen(int(count), int(counts.sum())) for count in counts])
    assert found.richness == pytest.approx(np.sum(1 - chance_unseen), rel=1e-6)


def _log_unseen(count, total, n=5_000):
    log = math.lgamma
    if total - count < n:
        return -math.inf
    return log(total - count + 1) - log(total - count - n + 1) - log(total + 1) + log(total - n + 1)


def test_groups_of_unlike_size_become_comparable():
    """The same 30 paths, 60 deals against 2,000: only at equal size they look the same."""
    random = np.random.default_rng(3)
    shares = random.dirichlet([0.5] * 30)
    small = np.mean([effective_number(random.multinomial(60, shares)) for _ in range(300)])
    large = random.multinomial(2_000, shares)
    assert small < 0.92 * effective_number(large)
    assert rarefied(large, 60).effective == pytest.approx(small, rel=0.03)


def jackknife(counts):
    """Leave out each record in turn, as Zahl (1977) has it."""
    records = [variant for variant, count in enumerate(counts) for _ in range(count)]
    n = len(records)
    pseudo = []
    for place in range(n):
        left = Counter(records[:place] + records[place + 1 :])
        pseudo.append(n * entropy(counts) - (n - 1) * entropy(list(left.values())))
    return np.mean(pseudo), np.std(pseudo, ddof=1) / math.sqrt(n)


@pytest.mark.parametrize("counts", [PATHS, [5, 1, 1], [9, 4, 0, 2, 2], [7, 1]])
def test_the_range_is_that_of_leaving_out_each_record_in_turn(counts):
    middle, error = jackknife(counts)
    found = effective_interval(counts)
    assert found.value == effective_number(counts)
    assert math.log(found.high) == pytest.approx(middle + 1.959964 * error, rel=1e-6)
    assert math.log(found.low) == pytest.approx(max(0, middle - 1.959964 * error), rel=1e-6)
    wide = effective_interval(counts, deff=4)
    assert math.log(wide.high) == pytest.approx(middle + 2 * 1.959964 * error, rel=1e-6)


def test_a_value_below_its_range_is_the_low_end():
    """All but two of 12 ways seen once: leaving any out says there are many more."""
    rare = [2, 2] + [1] * 10
    middle, error = jackknife(rare)
    assert middle - 1.959964 * error > entropy(rare)
    found = effective_interval(rare)
    assert found.low == found.value == effective_number(rare)


def test_there_is_never_less_than_one_path():
    assert effective_interval([99, 1]).low == 1


def test_equally_common_variants_have_no_range():
    assert effective_interval([6]) == effective_interval([1]) == Interval(1.0)
    assert effective_interval([5, 5]) == Interval(pytest.approx(2))
