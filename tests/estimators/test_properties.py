"""What must hold for any records: within 0..1, monotone, adding up, blind to the order of rows."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dashboard.estimators.bounds import bound_money, bound_share
from dashboard.estimators.intervals import (
    design_effect,
    kish_size,
    kish_wilson,
    median_interval,
    newcombe,
    wilson,
)
from dashboard.estimators.standardise import (
    mantel_haenszel_difference,
    standardised_difference,
    strata,
)
from dashboard.estimators.survival import aalen_johansen, kaplan_meier

KINDS = ("censored", "won", "lost")
CAUSES = ("won", "lost")
ROW = st.tuples(st.integers(-2, 40), st.sampled_from(KINDS), st.integers(0, 20))
ROWS = st.lists(ROW, min_size=1, max_size=30)
SHARE = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
STRATUM = st.tuples(SHARE, SHARE)
AMOUNTS = st.lists(st.tuples(st.floats(0.01, 1e7), st.booleans()), min_size=1, max_size=30)


def johansen(rows, **options):
    return aalen_johansen(*zip(*rows, strict=True), causes=CAUSES, **options)


def ordered(*numbers):
    return all(a <= b for a, b in itertools.pairwise(numbers))


@given(SHARE, st.floats(1, 50))
def test_wilson_lies_in_0_to_1_around_its_value(share, deff):
    k, n = share
    plain, wide = wilson(k, n), wilson(k, n, n_effective=n / deff)
    assert ordered(0, wide.low, plain.low + 1e-12, plain.value + 2e-12)
    assert ordered(plain.value, plain.high, wide.high + 1e-12, 1 + 1e-12)


@given(SHARE)
def test_wilson_of_the_others_is_the_mirror(share):
    k, n = share
    one, other = wilson(k, n), wilson(n - k, n)
    assert [other.low, other.high] == pytest.approx([1 - one.high, 1 - one.low], abs=1e-12)


@given(SHARE)
def test_one_more_event_moves_both_ends_up(share):
    k, n = share
    assume(k < n)
    less, more = wilson(k, n), wilson(k + 1, n)
    assert less.low < more.low
    assert less.high < more.high


@given(SHARE, SHARE)
def test_newcombe_lies_in_its_range_and_turns_with_the_groups(one, other):
    there, back = newcombe(*one, *other), newcombe(*other, *one)
    assert ordered(-1, there.low, there.value, there.high, 1)
    assert [back.low, back.high] == pytest.approx([-there.high, -there.low], abs=1e-12)


@given(AMOUNTS)
def test_kish_never_counts_more_than_the_records(amounts):
    values = np.array([value for value, _ in amounts])
    won = np.array([chosen for _, chosen in amounts])
    size = kish_size(values.sum(), np.sum(values**2))
    assert 1 - 1e-9 <= size <= len(values) + 1e-9
    share = kish_wilson(values[won].sum(), values.sum(), np.sum(values**2))
    assert ordered(0, share.low, share.value, share.high, 1)


@given(st.lists(SHARE, min_size=1, max_size=20))
def test_the_design_effect_is_at_least_one_and_at_most_the_largest_account(accounts):
    y, m = np.array(accounts).T
    p = y.sum() / m.sum()
    deff = design_effect(m.sum(), p, np.sum(y * y), np.sum(y * m), np.sum(m * m))
    assert 1 <= deff <= m.max() + 1e-6


@given(st.lists(st.tuples(st.integers(-5, 60), st.integers(0, 9)), max_size=30))
def test_the_median_is_that_of_the_records_written_out(rows):
    written = np.repeat([day for day, _ in rows], [count for _, count in rows])
    result = median_interval([day for day, _ in rows], [count for _, count in rows])
    if written.size == 0:
        assert result.value is None
    else:
        assert result.value == np.median(written)
        assert result.low is None or ordered(result.low, result.value, result.high)


@given(ROWS, st.integers(0, 45), st.floats(1, 9))
def test_shares_of_all_ends_and_the_open_add_up_to_one(rows, day, deff):
    result = johansen(rows, deff=deff)
    parts = [result.share_at(day, cause).value for cause in CAUSES] + [result.open_at(day).value]
    assert None not in parts or parts == [None] * 3
    assert None in parts or sum(parts) == pytest.approx(1, abs=1e-12)
    whole = result.survival + sum(result.shares.values())
    assert whole == pytest.approx(np.ones(whole.size), abs=1e-12)


@given(ROWS)
def test_curves_rise_within_0_to_1_inside_their_bands(rows):
    curve = johansen(rows, least_at_risk=1).curve("won")
    assert np.all(np.diff(curve.values) >= -1e-12)
    assert np.all(np.diff(curve.days) > 0)
    known = ~np.isnan(curve.lows)
    lows, values, highs = curve.lows[known], curve.values[known], curve.highs[known]
    assert np.all((lows >= 0) & (lows <= values + 1e-12))
    assert np.all((highs <= 1) & (highs >= values - 1e-12))


@given(ROWS)
def test_more_time_at_risk_is_never_on_a_later_day(rows):
    result = johansen(rows)
    assert np.all(np.diff(result.table.at_risk) < 0)
    assert result.table.total == sum(count for _, _, count in rows)


@given(ROWS, st.randoms(use_true_random=False))
def test_splitting_and_mixing_the_rows_changes_nothing(rows, random):
    split = [(day, kind, part) for day, kind, n in rows for part in (n // 2, n - n // 2)]
    random.shuffle(split)
    one, other = johansen(rows), johansen(split)
    assert list(one.table.days) == list(other.table.days)
    for cause in CAUSES:
        assert list(one.shares[cause]) == list(other.shares[cause])
        assert list(one.variances[cause]) == list(other.variances[cause])
        assert one.half_reached_by(cause) == other.half_reached_by(cause)


@given(ROWS)
def test_one_cause_alone_is_kaplan_meier(rows):
    rows = [(day, "won" if kind == "lost" else kind, count) for day, kind, count in rows]
    result = johansen(rows)
    days, kinds, counts = zip(*rows, strict=True)
    single = kaplan_meier(days, [kind == "won" for kind in kinds], counts)
    assert result.shares["won"] == pytest.approx(1 - single.survival, abs=1e-12)


@given(ROWS)
def test_half_reached_by_is_half_of_the_records_when_nobody_is_censored(rows):
    rows = [(max(day, 0), "lost" if kind == "censored" else kind, n) for day, kind, n in rows]
    total = sum(n for _, _, n in rows)
    assume(total)
    won = sorted(day for day, kind, n in rows for _ in range(n) if kind == "won")
    half = (total + 1) // 2
    expected = won[half - 1] if len(won) >= half else None
    assert johansen(rows).half_reached_by("won").value == expected


@given(st.lists(STRATUM, min_size=1, max_size=8))
def test_differences_lie_in_their_range_and_turn_with_the_groups(rows):
    one = [column for pair in zip(*rows, strict=True) for column in zip(*pair, strict=True)]
    k1, n1, k0, n0 = one
    for estimate in (mantel_haenszel_difference, lambda t: standardised_difference(t, "pooled")):
        there, back = estimate(strata(k1, n1, k0, n0)), estimate(strata(k0, n0, k1, n1))
        assert ordered(-1, there.low, there.value, there.high, 1)
        assert back.value == pytest.approx(-there.value, abs=1e-12)
        assert back.standard_error == pytest.approx(there.standard_error, abs=1e-9)


@given(SHARE, st.integers(0, 500), st.floats(1, 9))
def test_bounds_hold_their_luck_inside_the_outer_range(share, cannot_tell, deff):
    k, n = share
    cannot_tell = min(cannot_tell, n - k)
    result = bound_share(k, cannot_tell, n, n_effective=n / deff)
    assert ordered(0, result.outer_low, result.low, result.high, result.outer_high, 1)
    money = bound_money(k * 10.0, cannot_tell * 10.0, n * 10.0, n * 100.0)
    assert (money.low, money.high) == pytest.approx((result.low, result.high))
