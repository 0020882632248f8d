"""A share by a day as a sum over records: the same as the curve, whatever the records."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.estimators.censoring_weights import censoring_weights
from dashboard.estimators.risk_table import CENSORED
from dashboard.estimators.survival import aalen_johansen

SPELLS = st.lists(
    st.tuples(st.integers(0, 30), st.sampled_from(["stalled", "won", CENSORED])),
    min_size=1,
    max_size=60,
)


def test_one_that_left_is_stood_for_by_those_watched_on():
    # Four deals: one left on day 2, the three others stand for four from then on.
    weights = censoring_weights([1, 2, 3, 4], [False, True, False, False])
    assert weights.tolist() == pytest.approx([1.0, 1.0, 1.5, 1.5])


def test_on_a_tied_day_ends_come_before_those_who_leave():
    weights = censoring_weights([2, 2, 5], [False, True, False])
    assert weights.tolist() == pytest.approx([1.0, 1.0, 2.0])


def test_no_records_have_no_weights():
    assert censoring_weights([], []).size == 0


@given(SPELLS, st.integers(0, 30))
def test_the_weights_sum_to_the_aalen_johansen_share(spells, day):
    days = np.array([elapsed for elapsed, _ in spells])
    kinds = [kind for _, kind in spells]
    curve = aalen_johansen(days, kinds, np.ones(days.size), causes=["stalled", "won"])
    weights = censoring_weights(days, [kind == CENSORED for kind in kinds])
    counts = np.array([kind == "stalled" for kind in kinds]) & (days <= day)
    share = curve.share_at(day, "stalled").value
    if share is not None:
        assert float(weights[counts].sum()) / days.size == pytest.approx(share, abs=1e-12)
