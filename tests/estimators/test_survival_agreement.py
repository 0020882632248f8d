"""The survival curves agree with lifelines, statsmodels and a slow exact computation."""

from __future__ import annotations

import importlib
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.estimators.survival import aalen_johansen, kaplan_meier
from tests.estimators.oracle import (
    shares_by_record,
    shares_by_redistribution,
    variance_by_record,
)

NAMES = np.array(["censored", "first", "second", "third"])
RECORDS = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 2)), min_size=1, max_size=12)


def imported(name):
    """Import a library that warns about itself while it loads."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip(name)


def of_records(records):
    days, causes = zip(*records, strict=True)
    return aalen_johansen(
        days, NAMES[list(causes)], [1] * len(days), causes=("first", "second"), least_at_risk=1
    )


@given(RECORDS)
def test_shares_equal_exact_fractions(records):
    result = of_records(records)
    for place, day in enumerate(result.table.days):
        shares, still_open = shares_by_record(records, int(day), (1, 2))
        assert result.shares["first"][place] == pytest.approx(float(shares[1]), abs=1e-12)
        assert result.shares["second"][place] == pytest.approx(float(shares[2]), abs=1e-12)
        assert result.survival[place] == pytest.approx(float(still_open), abs=1e-12)


@given(RECORDS, st.integers(0, 8))
def test_shares_are_what_redistributing_the_censored_gives(records, day):
    result = of_records(records)
    shares = shares_by_redistribution(records, day, (1, 2))
    by_now = result.table.latest(result.shares["first"], day, 0.0)
    assert by_now == pytest.approx(float(shares[1]), abs=1e-12)


@given(RECORDS)
def test_the_variance_equals_the_sum_of_its_printed_parts(records):
    result = of_records(records)
    for cause, name in ((1, "first"), (2, "second")):
        for place, day in enumerate(result.table.days):
            expected = variance_by_record(records, int(day), cause, (1, 2))
            assert result.variances[name][place] == pytest.approx(float(expected), abs=1e-12)


@pytest.mark.parametrize("seed", range(100))
def test_aalen_johansen_equals_statsmodels_on_tied_days(seed):
    survfunc = imported("statsmodels.duration.survfunc")
    random = np.random.default_rng(seed)
    n = int(random.integers(20, 400))
    days = random.integers(1, int(random.integers(4, 40)), n)
    causes = random.choice(4, n, p=random.dirichlet([2, 1, 1, 1]))
    causes[0] = 3
    # Its error divides by those left after a day, and on a last day nobody may be left.
    with np.errstate(divide="ignore", invalid="ignore"):
        theirs = survfunc.CumIncidenceRight(days, causes)
    names = ("first", "second", "third")
    ours = aalen_johansen(days, NAMES[causes], np.ones(n), causes=names)
    at = np.searchsorted(ours.table.days, theirs.times)
    for place, name in enumerate(names):
        assert ours.shares[name][at] == pytest.approx(theirs.cinc[place], abs=1e-9)
        error = theirs.cinc_se[place]
        known = np.isfinite(error)
        assert known[:-1].all()
        assert np.sqrt(ours.variances[name][at])[known] == pytest.approx(error[known], abs=1e-9)


def kaplan_meier_and_theirs(days, observed):
    fitter = imported("lifelines").KaplanMeierFitter()
    theirs = fitter.fit(days, observed)
    ours = kaplan_meier(days, observed, np.ones(len(days)), least_at_risk=1)
    return ours, theirs


def waltons():
    imported("lifelines")
    return importlib.import_module("lifelines.datasets").load_waltons()


@pytest.mark.parametrize(("group", "median"), [(None, 56), ("control", 58), ("miR-137", 26)])
def test_kaplan_meier_equals_lifelines_on_waltons(group, median):
    table = waltons()
    chosen = table if group is None else table[table["group"] == group]
    ours, theirs = kaplan_meier_and_theirs(chosen["T"].to_numpy(), chosen["E"].to_numpy())
    assert ours.median().value == median == theirs.median_survival_time_
    days = ours.table.days
    share = theirs.survival_function_at_times(days).to_numpy()
    assert ours.survival == pytest.approx(share, abs=1e-12)
    band = theirs.confidence_interval_survival_function_.loc[days].to_numpy()
    curve = ours.survival_on(days)
    inside = (ours.survival > 0) & (ours.survival < 1)
    assert curve.lows[inside] == pytest.approx(band[inside, 0], abs=1e-9)
    assert curve.highs[inside] == pytest.approx(band[inside, 1], abs=1e-9)


@pytest.mark.parametrize("seed", range(20))
def test_kaplan_meier_equals_statsmodels_on_tied_days(seed):
    survfunc = imported("statsmodels.duration.survfunc")
    random = np.random.default_rng(seed)
    days, observed = random.integers(1, 15, 120), random.integers(0, 2, 120)
    theirs = survfunc.SurvfuncRight(days, observed)
    ours = kaplan_meier(days, observed, np.ones(120))
    at = np.searchsorted(ours.table.days, theirs.surv_times)
    assert ours.survival[at] == pytest.approx(theirs.surv_prob, abs=1e-12)
    known = np.isfinite(theirs.surv_prob_se)
    error = theirs.surv_prob_se[known]
    assert ours.standard_errors[at][known] == pytest.approx(error, abs=1e-9)


def test_median_interval_equals_lifelines():
    median_survival_times = imported("lifelines.utils").median_survival_times
    table = waltons()
    ours, theirs = kaplan_meier_and_theirs(table["T"].to_numpy(), table["E"].to_numpy())
    low, high = median_survival_times(theirs.confidence_interval_).to_numpy().ravel()
    assert [ours.median().low, ours.median().high] == [low, high]
