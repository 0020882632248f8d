"""Adjusted p against METHODS part N, Benjamini and Hochberg's own example, and statsmodels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from dashboard.estimators.discoveries import benjamini_hochberg, p_of_interval

# Benjamini and Hochberg 1995: fifteen comparisons of two treatments.
FIFTEEN = (
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
    0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
)  # fmt: skip


def test_six_questions_as_worked_by_hand():
    found = benjamini_hochberg([0.001, 0.012, 0.021, 0.04, 0.2, 0.6])
    assert found == pytest.approx([0.006, 0.036, 0.042, 0.060, 0.24, 0.60])


def test_four_of_their_fifteen_stand_out():
    assert sum(q <= 0.05 for q in benjamini_hochberg(FIFTEEN)) == 4


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_any_order_agrees_with_statsmodels(p_values):
    wanted = multipletests(p_values, method="fdr_bh")[1]
    assert benjamini_hochberg(p_values) == pytest.approx(list(wanted))


def test_no_question_has_no_answer():
    assert benjamini_hochberg([]) == []


@pytest.mark.parametrize(
    ("low", "high", "p"),
    [(-1.0, 1.0, 1.0), (0.0, 2.0, 0.05), (0.5, 1.5, 8.8575e-5), (0.2, 0.2, 0.0), (0.0, 0.0, 1.0)],
)
def test_an_interval_that_touches_zero_has_five_in_a_hundred(low, high, p):
    assert p_of_interval(low, high) == pytest.approx(p, rel=1e-4)
