"""The jump agrees with rdrobust, rdhonest and rddensity, which stay out of the product (GPL)."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest

from dashboard.estimators.discontinuity import folded_critical_value, honest_jump, jump_at
from dashboard.estimators.discontinuity_checks import density_jump, leaves_out_zero
from dashboard.estimators.score_bins import binned


def imported(name):
    """Import a library that warns about itself while it loads."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip(name)


def of_records(x, y):
    return binned(x, np.ones(len(x)), y, np.square(y))


def senate():
    """Return margin and next vote of the Senate elections that come with rdrobust."""
    folder = Path(imported("rdrobust").__file__).parent
    table = imported("pandas").read_csv(next(folder.rglob("*senate*.csv")))
    return table["margin"].to_numpy(), table["vote"].to_numpy()


def senate_with_both():
    x, y = senate()
    return x[~np.isnan(y)], y[~np.isnan(y)]


def theirs_honest(y, x, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return imported("rdhonest").rd_honest(y, x, **options).coefficients.iloc[0]


def test_the_lines_are_those_of_rdrobust_on_the_senate(golden):
    x, y = senate_with_both()
    expected = golden["rd_senate"]
    ours = jump_at(of_records(x, y), expected["h"], 0.0)
    assert ours.value == pytest.approx(expected["conv"], abs=1e-6)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = imported("rdrobust").rdrobust(y, x, h=expected["h"], vce="hc0")
    assert ours.value == pytest.approx(theirs.coef.iloc[0, 0], abs=1e-9)
    assert ours.standard_error == pytest.approx(theirs.se.iloc[0, 0], rel=1e-6)


def test_the_honest_interval_holds_the_robust_estimate_of_the_senate(golden):
    found = honest_jump(of_records(*senate_with_both()))
    low, high = golden["rd_senate"]["robust_ci"]
    assert found.low < golden["rd_senate"]["bc"] < found.high
    assert max(found.low, low) < min(found.high, high)


@pytest.mark.parametrize("kernel", ["triangular", "uniform"])
@pytest.mark.parametrize(("bandwidth", "smoothness"), [(10, 0.1), (7.5, 0.02)])
def test_value_bias_and_interval_equal_rdhonest_on_a_continuous_score(
    kernel, bandwidth, smoothness
):
    table = imported("rdhonest").load_lee08()
    x, y = table["margin"].to_numpy(), table["voteshare"].to_numpy()
    options = {"M": smoothness, "h": bandwidth, "kern": kernel, "se_method": "EHW"}
    theirs = theirs_honest(y, x, **options)
    ours = jump_at(of_records(x, y), bandwidth, smoothness, kernel=kernel)
    names = ("estimate", "maximum.bias", "std.error", "conf.low", "conf.high")
    found = [ours.value, ours.bias, ours.standard_error, ours.low, ours.high]
    # One margin is that of 25 elections: there the variance is the one within them.
    assert found == pytest.approx([theirs[name] for name in names], rel=0.02)
    assert found[:2] == pytest.approx([theirs["estimate"], theirs["maximum.bias"]], rel=1e-9)


def test_the_reference_values_of_lee(golden):
    table = imported("rdhonest").load_lee08()
    bins = of_records(table["margin"].to_numpy(), table["voteshare"].to_numpy())
    for name, kernel in (("lee08_uniform_h10", "uniform"), ("lee08_tri_h10", "triangular")):
        found = jump_at(bins, 10, 0.1, kernel=kernel)
        assert [found.value, found.bias] == pytest.approx(golden["honest"][name], abs=1e-6)


def whole_scores():
    random = np.random.default_rng(3)
    x = random.integers(-12, 12, 900)
    return x, 0.02 * x + 0.3 * (x >= 0) + random.normal(0, 1, 900)


def test_whole_scores_equal_rdhonest_with_neighbours_of_the_same_score():
    """On whole scores its nearest neighbours are all records of a score, as ours are."""
    x, y = whole_scores()
    theirs = theirs_honest(y, x, M=0.01, h=8, kern="triangular", se_method="nn")
    ours = jump_at(of_records(x, y), 8, 0.01)
    names = ("estimate", "maximum.bias", "std.error", "conf.low", "conf.high")
    found = [ours.value, ours.bias, ours.standard_error, ours.low, ours.high]
    assert found == pytest.approx([theirs[name] for name in names], rel=1e-9)


@pytest.mark.parametrize("smoothness", [0.01, 0.05])
def test_our_bandwidth_has_no_larger_error_than_that_of_rdhonest(smoothness):
    x, y = whole_scores()
    options = {"kern": "triangular", "opt_criterion": "MSE", "se_method": "nn"}
    theirs = theirs_honest(y, x, M=smoothness, **options)
    ours = honest_jump(of_records(x, y), smoothness=smoothness)
    at_theirs = jump_at(of_records(x, y), float(theirs["bandwidth"]), smoothness)

    def error(jump):
        return jump.bias**2 + jump.standard_error**2

    # Bandwidths are tried half a point apart; theirs is chosen with one variance for all scores.
    assert error(ours) <= error(at_theirs) * 1.001
    assert ours.bandwidth == pytest.approx(theirs["bandwidth"], rel=0.25)


@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
def test_critical_values_equal_rdhonest(level):
    cvb = imported("rdhonest").cvb
    for bias in (0, 0.1, 0.7, 1.5, 4, 9):
        expected = cvb(bias, alpha=1 - level)
        assert folded_critical_value(bias, level) == pytest.approx(float(expected), abs=1e-8)


def test_the_density_of_the_senate_does_not_jump_by_ours_or_by_rddensity(golden):
    x, _ = senate()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = imported("rddensity").rddensity(x)
    assert theirs.test["p_jk"] == pytest.approx(golden["rddensity_senate"]["p"], abs=1e-5)
    ours = density_jump(of_records(x, np.zeros(x.size)))
    assert not leaves_out_zero(ours)
    assert np.sign(ours.value) == np.sign(theirs.test["t_jk"])
