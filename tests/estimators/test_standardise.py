"""Like-for-like comparison: published tables, a hand example, edges."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.estimators.standardise import (
    Difference,
    crude_difference,
    mantel_haenszel_difference,
    overlap,
    simpson_alarm,
    standardised_difference,
    strata,
)
from tests.estimators.references import BERKELEY, KIDNEY

# METHODS D: small and enterprise deals, from outside and from inside the flow.
TWO_SEGMENTS = ([6, 30], [10, 90], [40, 2], [90, 10])


def test_kidney_stones():
    """The treatment that looks worse is better for small and for large stones."""
    table = strata(*KIDNEY)
    assert crude_difference(table) == pytest.approx(-0.045714, abs=1e-6)
    mantel_haenszel = mantel_haenszel_difference(table)
    assert mantel_haenszel.value == pytest.approx(0.053836, abs=1e-6)
    assert mantel_haenszel.standard_error == pytest.approx(0.033554, abs=1e-6)
    assert standardised_difference(table, "first").value == pytest.approx(0.047964, abs=1e-6)
    assert standardised_difference(table, "second").value == pytest.approx(0.059378, abs=1e-6)
    pooled = standardised_difference(table, "pooled", added=0)
    assert pooled.value == pytest.approx(0.053671, abs=1e-6)
    assert pooled.standard_error == pytest.approx(0.033586, abs=1e-6)


def test_berkeley_admissions():
    table = strata(*BERKELEY)
    assert crude_difference(table) == pytest.approx(0.141645, abs=1e-6)
    result = mantel_haenszel_difference(table)
    assert result.value == pytest.approx(-0.018425, abs=1e-6)
    assert result.standard_error == pytest.approx(0.014825, abs=1e-6)
    assert simpson_alarm(crude_difference(table), result)


def test_reference_values(golden):
    for name, columns in (("kidney", KIDNEY), ("berkeley", BERKELEY)):
        expected, table = golden[name], strata(*columns)
        result = mantel_haenszel_difference(table)
        assert crude_difference(table) == pytest.approx(expected["crude"], abs=1e-6)
        assert result.value == pytest.approx(expected["mh_rd"], abs=1e-6)
        assert result.standard_error == pytest.approx(expected["sato_se"], abs=1e-6)
    kidney, table = golden["kidney"], strata(*KIDNEY)
    pooled = standardised_difference(table, "pooled", added=0)
    assert pooled.value == pytest.approx(kidney["direct"], abs=1e-6)
    assert pooled.standard_error == pytest.approx(kidney["direct_se"], abs=1e-6)
    for mix, name in (("first", "att"), ("second", "atu")):
        assert standardised_difference(table, mix).value == pytest.approx(kidney[name], abs=1e-6)


def test_worked_example_of_the_methods():
    table = strata(*TWO_SEGMENTS)
    crude = crude_difference(table)
    assert crude == pytest.approx(-0.06)
    within = table.k1 / table.n1 - table.k0 / table.n0
    assert list(within) == pytest.approx([0.156, 0.133], abs=5e-4)
    assert mantel_haenszel_difference(table).value == pytest.approx(0.144, abs=5e-4)
    assert mantel_haenszel_difference(table).standard_error == pytest.approx(0.106, abs=5e-4)
    assert standardised_difference(table, "pooled").value == pytest.approx(0.144, abs=5e-4)
    assert simpson_alarm(crude, standardised_difference(table, "pooled"))


def test_the_interval_takes_shares_one_event_nearer_to_the_middle():
    """All of 4 against none of 4: by hand, p = 5/6 and 1/6, so each arm has 5/36 / 4."""
    result = standardised_difference(strata([4], [4], [0], [4]))
    assert result.value == 1
    assert result.standard_error == pytest.approx(np.sqrt(2 * 5 / 36 / 4))
    assert result.high == 1
    assert standardised_difference(strata([4], [4], [0], [4]), added=0).standard_error == 0


def test_the_mix_decides_the_weights():
    """Differences +0.5 and -0.5; the first group lies 3:1 in the first, the second 1:3."""
    table = strata([30, 0], [30, 10], [5, 15], [10, 30])
    assert standardised_difference(table, "first").value == pytest.approx(0.25)
    assert standardised_difference(table, "second").value == pytest.approx(-0.25)
    assert standardised_difference(table, "pooled").value == pytest.approx(0)


def test_strata_without_one_of_the_groups_are_left_out():
    with_both = strata([3, 4], [10, 10], [2, 5], [10, 10])
    ragged = strata([3, 4, 9, 0], [10, 10, 9, 0], [2, 5, 0, 7], [10, 10, 0, 7])
    for mix in ("first", "second", "pooled"):
        assert standardised_difference(ragged, mix) == standardised_difference(with_both, mix)
    assert mantel_haenszel_difference(ragged) == mantel_haenszel_difference(with_both)
    assert crude_difference(ragged) != crude_difference(with_both)


def test_nothing_in_common_is_undefined():
    apart = strata([1, 0], [2, 0], [0, 3], [0, 4])
    assert standardised_difference(apart) == Difference()
    assert mantel_haenszel_difference(apart) == Difference()
    assert not simpson_alarm(crude_difference(apart), standardised_difference(apart))
    empty = strata([], [], [], [])
    assert crude_difference(empty) is None
    assert not simpson_alarm(None, Difference(0.1, 0.0, 0.2, 0.05))
    assert overlap(empty).share_of_first is None
    assert not overlap(empty).is_comparable


@pytest.mark.parametrize(
    ("n1", "n0", "count", "share", "comparable"),
    [
        ([20, 20, 20, 20, 20], [9, 9, 9, 9, 0], 4, 0.8, True),
        ([20, 20, 20, 19, 21], [9, 9, 9, 9, 0], 4, 0.79, False),
        ([30, 30, 40], [9, 9, 9], 3, 1.0, False),
        ([0, 0, 0, 0], [9, 9, 9, 9], 0, None, False),
    ],
)
def test_comparable_are_four_common_strata_with_four_fifths(n1, n0, count, share, comparable):
    none = [0] * len(n1)
    result = overlap(strata(none, n1, none, n0))
    assert (result.strata, result.is_comparable) == (count, comparable)
    assert result.share_of_first == (share if share is None else pytest.approx(share))


@pytest.mark.parametrize(
    ("crude", "value", "half_width", "alarm"),
    [
        (-0.06, 0.144, 0.5, True),
        (-0.009, 0.144, 0.5, False),
        (-0.06, 0.009, 0.5, False),
        (0.30, 0.10, 0.19, True),
        (0.30, 0.10, 0.21, False),
        (0.0, 0.0, 0.1, False),
    ],
)
def test_simpson_alarm(crude, value, half_width, alarm):
    result = Difference(value, value - half_width, value + half_width, half_width / 2)
    assert simpson_alarm(crude, result) is alarm


@pytest.mark.parametrize(
    "columns",
    [
        ([3], [2], [0], [1]),
        ([0], [1], [2], [1]),
        ([-1], [2], [0], [1]),
        ([0], [1], [-1], [1]),
        ([1, 1], [2, 2], [0], [1]),
    ],
)
def test_what_is_no_table_of_strata_is_refused(columns):
    with pytest.raises(ValueError, match=r"strat"):
        strata(*columns)
