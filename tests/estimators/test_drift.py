"""How fast a gap grew: statsmodels, values by hand, and when there is none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.regression.linear_model import WLS

from dashboard.estimators.drift import drift, standard_error
from dashboard.estimators.intervals import UNDEFINED, Interval


def test_by_hand_four_months_of_equal_weight():
    """Slope (-3*0 - 1*2 + 1*1 + 3*3) / 20 * 2 = 0.8, spread 5, mean squared deviation 0.9."""
    found = drift([0, 1, 2, 3], [0.0, 2.0, 1.0, 3.0], [1.0] * 4)
    half = 1.959963984540054 / 5**0.5
    assert found.value == pytest.approx(0.8)
    assert (found.low, found.high) == pytest.approx((0.8 - half, 0.8 + half))


def test_months_that_scatter_more_than_their_errors_widen_the_range():
    """The mean squared deviation is 0.9 at errors of 1, so 90 at errors of a tenth."""
    sure, scattered = (drift([0, 1, 2, 3], [0.0, 2.0, 1.0, 3.0], [se] * 4) for se in (1.0, 0.1))
    assert scattered.high - scattered.low == pytest.approx((sure.high - sure.low) * 0.9**0.5)


@given(
    st.lists(st.tuples(st.floats(-1, 1), st.floats(0.01, 0.3)), min_size=4, max_size=24).map(
        lambda rows: list(zip(*rows, strict=True))
    )
)
def test_statsmodels_finds_the_same_line(given_months):
    gaps, errors = given_months
    months = np.arange(len(gaps), dtype=float)
    design = np.column_stack([np.ones_like(months), months])
    fit = WLS(np.array(gaps), design, weights=1 / np.array(errors) ** 2).fit()
    found = drift(months, gaps, errors)
    assert found.value == pytest.approx(fit.params[1], abs=1e-9)
    # Birge's ratio: statsmodels takes the scatter as it is, we never below the months' own errors.
    error = fit.bse[1] * max(1.0, 1 / np.sqrt(fit.scale)) if fit.scale > 0 else None
    if error is not None:
        assert (found.high - found.low) / 2 == pytest.approx(1.959963984540054 * error, rel=1e-6)


def test_three_months_and_one_month_thrice_tell_nothing():
    assert drift([0, 1, 2], [0.1, 0.2, 0.3], [0.1] * 3) == UNDEFINED
    assert drift([2, 2, 2, 2], [0.1, 0.2, 0.3, 0.4], [0.1] * 4) == UNDEFINED


def test_a_month_without_an_error_is_refused():
    with pytest.raises(ValueError, match="standard error above 0"):
        drift([0, 1, 2, 3], [0.0] * 4, [0.1, 0.1, 0.0, 0.1])


def test_the_error_of_an_interval_is_a_quarter_of_it_roughly():
    assert standard_error(Interval(0.3, 0.3 - 0.0196, 0.3 + 0.0196)) == pytest.approx(
        0.01, rel=1e-4
    )
    assert standard_error(Interval(0.3)) is None
    assert standard_error(Interval(0.0, 0.0, 0.0)) is None
