"""Ratios and tests over strata against published tables, R and statsmodels; E-values; balance."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest

from dashboard.estimators.comparison import (
    Balance,
    ChiSquare,
    EValue,
    balance,
    breslow_day,
    chi_square_tail,
    cochran_mantel_haenszel,
    e_value,
    mantel_haenszel_odds_ratio,
    mantel_haenszel_risk_ratio,
)
from dashboard.estimators.intervals import UNDEFINED
from dashboard.estimators.standardise import strata
from tests.estimators.references import BERKELEY, KIDNEY


def parts(interval):
    return [interval.value, interval.low, interval.high]


def stratified(columns):
    """Return statsmodels' own table of the same strata."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tables = pytest.importorskip("statsmodels.stats.contingency_tables")
    cells = [
        np.array([[k1, n1 - k1], [k0, n0 - k0]]) for k1, n1, k0, n0 in zip(*columns, strict=True)
    ]
    return tables.StratifiedTable(cells)


def drawn(seed):
    random = np.random.default_rng(seed)
    n1, n0 = random.integers(5, 90, (2, 7))
    return random.binomial(n1, 0.3), n1, random.binomial(n0, 0.4), n0


def test_kidney_stones():
    table = strata(*KIDNEY)
    assert mantel_haenszel_odds_ratio(table).value == pytest.approx(1.446847, abs=1e-6)
    assert cochran_mantel_haenszel(table).statistic == pytest.approx(2.43386, abs=5e-6)
    assert breslow_day(table).statistic == pytest.approx(0.96845, abs=5e-6)


def test_berkeley_admissions():
    table = strata(*BERKELEY)
    assert mantel_haenszel_odds_ratio(table).value == pytest.approx(0.904697, abs=1e-6)
    assert cochran_mantel_haenszel(table).statistic == pytest.approx(1.5246, abs=5e-5)
    corrected = cochran_mantel_haenszel(table, corrected=True)
    assert corrected.statistic == pytest.approx(1.4269, abs=5e-5)
    assert corrected.p == pytest.approx(0.2323, abs=5e-5)
    assert breslow_day(table).statistic == pytest.approx(18.8255, abs=5e-5)


def test_reference_values(golden):
    for name, columns in (("kidney", KIDNEY), ("berkeley", BERKELEY)):
        expected, table = golden[name], strata(*columns)
        assert mantel_haenszel_odds_ratio(table).value == pytest.approx(expected["mh_or"], abs=1e-6)
        assert cochran_mantel_haenszel(table).statistic == pytest.approx(expected["cmh"], abs=1e-6)
    table, expected = strata(*BERKELEY), golden["berkeley"]
    assert breslow_day(table).statistic == pytest.approx(expected["breslow_day"], abs=1e-6)
    corrected = cochran_mantel_haenszel(table, corrected=True)
    assert corrected.statistic == pytest.approx(expected["cmh_cc"], abs=1e-6)


@pytest.mark.parametrize("columns", [KIDNEY, BERKELEY, drawn(1), drawn(2), drawn(3)])
def test_ratios_and_tests_equal_statsmodels(columns):
    theirs, table = stratified(columns), strata(*columns)
    odds = [theirs.oddsratio_pooled, *theirs.oddsratio_pooled_confint()]
    assert parts(mantel_haenszel_odds_ratio(table)) == pytest.approx(odds, rel=1e-9)
    risk = mantel_haenszel_risk_ratio(table)
    assert risk.value == pytest.approx(theirs.riskratio_pooled, rel=1e-9)
    for ours, other in [
        (cochran_mantel_haenszel(table), theirs.test_null_odds()),
        (cochran_mantel_haenszel(table, corrected=True), theirs.test_null_odds(correction=True)),
        (breslow_day(table), theirs.test_equal_odds()),
    ]:
        assert [ours.statistic, ours.p] == pytest.approx([other.statistic, other.pvalue], rel=1e-8)


def test_the_risk_ratio_of_one_stratum_has_the_error_of_a_plain_ratio():
    """By hand: variance of the log is 1/k1 - 1/n1 + 1/k0 - 1/n0."""
    found = mantel_haenszel_risk_ratio(strata([30], [100], [20], [80]))
    error = math.sqrt(1 / 30 - 1 / 100 + 1 / 20 - 1 / 80)
    assert found.value == pytest.approx(1.2)
    assert math.log(found.high / 1.2) == pytest.approx(1.959964 * error, rel=1e-6)


def test_turning_the_groups_inverts_the_ratios():
    k1, n1, k0, n0 = drawn(4)
    there, back = strata(k1, n1, k0, n0), strata(k0, n0, k1, n1)
    for ratio in (mantel_haenszel_odds_ratio, mantel_haenszel_risk_ratio):
        one, other = ratio(there), ratio(back)
        assert parts(other) == pytest.approx([1 / one.value, 1 / one.high, 1 / one.low])
    assert breslow_day(back).statistic == pytest.approx(breslow_day(there).statistic)


def test_strata_that_are_quite_alike_do_not_differ():
    alike = strata([10, 20], [40, 80], [10, 20], [40, 80])
    assert mantel_haenszel_odds_ratio(alike).value == 1
    assert breslow_day(alike).statistic == pytest.approx(0)
    assert breslow_day(alike).p == 1
    assert cochran_mantel_haenszel(alike).p == 1


@pytest.mark.parametrize(
    "columns",
    [
        ([], [], [], []),
        ([2], [4], [0], [0]),
        ([0, 0], [9, 9], [0, 0], [9, 9]),
        ([9, 9], [9, 9], [9, 9], [9, 9]),
    ],
)
def test_nothing_to_compare_is_undefined(columns):
    table = strata(*columns)
    assert mantel_haenszel_odds_ratio(table) == UNDEFINED
    assert cochran_mantel_haenszel(table) == ChiSquare()
    assert breslow_day(table) == ChiSquare()


def test_no_events_in_a_group_leave_the_ratio_undefined():
    assert mantel_haenszel_risk_ratio(strata([0], [9], [3], [9])) == UNDEFINED
    assert mantel_haenszel_risk_ratio(strata([3], [9], [0], [9])) == UNDEFINED
    assert breslow_day(strata([3], [9], [2], [9])) == ChiSquare()


def test_strata_without_a_choice_tell_breslow_and_day_nothing():
    k1, n1, k0, n0 = (list(column) for column in KIDNEY)
    more = strata([*k1, 0, 5], [*n1, 7, 5], [*k0, 0, 6], [*n0, 8, 6])
    assert breslow_day(more) == breslow_day(strata(*KIDNEY))


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 5, 11, 40])
def test_the_tail_of_chi_square_equals_scipy(freedom):
    chi2 = pytest.importorskip("scipy.stats").chi2
    for statistic in (0.0, 1e-9, 0.3, 1.0, 3.841459, 9.0, 80.0, 900.0):
        ours = chi_square_tail(statistic, freedom)
        assert ours == pytest.approx(chi2.sf(statistic, freedom), rel=1e-10, abs=1e-300)


def test_e_value_of_the_paper():
    """VanderWeele and Ding (2017): 3.9 (1.8 to 8.7), an E-value of 7.26 and 3.0."""
    found = e_value(3.9, 1.8, 8.7)
    assert found.estimate == pytest.approx(7.263, abs=5e-4)
    assert found.interval == pytest.approx(3.0)


def test_a_protective_ratio_is_turned_round():
    found = e_value(0.80, 0.71, 0.91)
    assert found.estimate == pytest.approx(1.25 + math.sqrt(1.25 * 0.25))
    assert found.interval == pytest.approx(1 / 0.91 + math.sqrt(1 / 0.91 * (1 / 0.91 - 1)))
    inverse = e_value(1 / 0.80, 1 / 0.91, 1 / 0.71)
    assert [found.estimate, found.interval] == pytest.approx([inverse.estimate, inverse.interval])


def test_an_interval_that_holds_one_needs_no_hidden_factor():
    assert e_value(1.5, 0.9, 2.5).interval == 1
    assert e_value(0.8, 0.5, 1.1).interval == 1
    assert e_value(1.0, 0.5, 1.1) == EValue(1.0, 1.0)


def test_no_ratio_has_no_e_value():
    assert e_value(None) == EValue()
    assert e_value(3.9) == EValue(pytest.approx(7.263, abs=5e-4), None)
    with pytest.raises(ValueError, match="ratio"):
        e_value(0.0)


def test_balance_by_hand():
    """Before: 30 of 40 against 10 of 40, deviation sqrt(3/16); weighted to 3:1 nothing is left."""
    found = balance(["small", "large"], ["small", "large"], [30, 10], [10, 30])
    assert found["small"].before == pytest.approx(0.5 / math.sqrt(3 / 16))
    assert found["small"].after == pytest.approx(0)
    assert found["large"].before == pytest.approx(-found["small"].before)


def test_strata_that_lack_the_second_group_stay_visible():
    """Of 40 in the first group 10 have no counterpart: 1/4 against none after weighting."""
    found = balance(["a", "b"], ["a", "b"], [30, 10], [20, 0])
    spread = math.sqrt((3 / 16 + 0) / 2)
    assert found["b"].after == pytest.approx(0.25 / spread)
    assert found["b"].before == pytest.approx(0.25 / spread)


def test_a_trait_the_strata_are_not_made_of_shows_what_weighting_left():
    """Stratum a: old 5 of 10 against 2 of 20; b: 10 of 30 against 2 of 20; weights 10 and 30."""
    found = balance(
        ["old", "new", "old", "new"], ["a", "a", "b", "b"], [5, 5, 10, 20], [2, 18, 2, 18]
    )
    p1, p0 = 15 / 40, 4 / 40
    weighted = (10 * 2 / 20 + 30 * 2 / 20) / 40
    spread = math.sqrt((p1 * (1 - p1) + p0 * (1 - p0)) / 2)
    assert found["old"].after == pytest.approx((p1 - weighted) / spread)


def test_balance_without_a_group_or_a_spread_is_undefined():
    assert balance(["a"], ["s"], [3], [0]) == {"a": Balance(None, None)}
    assert balance(["a", "b"], ["s", "s"], [3, 0], [0, 4])["a"].before is None
    assert balance(["a", "b"], ["s", "s"], [3, 0], [4, 0])["b"] == Balance(0.0, 0.0)
    assert balance([], [], [], []) == {}
