"""The best guess inside the bounds, and the check without which it is not shown."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from dashboard.estimators.comparison import Balance
from dashboard.estimators.intervals import UNDEFINED, Interval
from dashboard.estimators.overrides import (
    OverrideCheck,
    best_guess,
    cells,
    check_overrides,
    outcome_if_worked,
    outcome_of_passed,
)

GATE = 60
PASSED = OverrideCheck(is_passed=True, worst="source: web", difference=0.03, reason="")


def drawn(seed=3, n=6_000, factor=1.0):
    """Worked leads of two segments by score; wins rise e-fold in 20 points."""
    random = np.random.default_rng(seed)
    scores = np.repeat(np.arange(40, 80, 5), 2)
    segments = np.tile([7, 9], 8)
    worked = np.where(scores < GATE, 60, 400)
    chance = np.exp((scores - 80) / 20) * np.where(segments == 7, 0.2, 0.1)
    wins = random.binomial(worked, chance)
    unworked = np.where(scores < GATE, n // 8, 100)
    return scores, segments, worked, wins * factor, wins * factor**2, unworked


def test_it_is_the_model_of_statsmodels_read_at_the_leads_left_alone():
    scores, segments, worked, wins, _, unworked = drawn()
    found = outcome_if_worked(cells(*drawn()), GATE)
    design = np.column_stack([segments == 7, segments == 9, scores]).astype(float)
    rows = np.repeat(np.arange(worked.size), worked)
    won = np.concatenate([np.arange(n) < k for n, k in zip(worked, wins, strict=True)])
    model = sm.GLM(won.astype(float), design[rows], family=sm.families.Poisson())
    fitted = model.fit(cov_type="HC0")
    below = scores < GATE
    weights = unworked[below] / unworked[below].sum()
    each = weights * np.exp(design[below] @ fitted.params)
    assert found.value == pytest.approx(each.sum(), rel=1e-6)
    slopes = each @ design[below] / each.sum()
    error = (slopes @ fitted.cov_params() @ slopes) ** 0.5
    assert found.high == pytest.approx(each.sum() * np.exp(1.959964 * error), rel=1e-5)
    assert found.low == pytest.approx(each.sum() / np.exp(1.959964 * error), rel=1e-5)


def test_the_whole_is_the_mean_of_its_parts():
    table = cells(*drawn())
    parts = [outcome_if_worked(table, GATE, between=ends).value for ends in ((0, 50), (50, GATE))]
    # As many leads nobody worked in each of the four bins below the gate.
    assert outcome_if_worked(table, GATE).value == pytest.approx(sum(parts) / 2)
    assert parts[0] < parts[1]
    assert outcome_if_worked(table, GATE, between=(80, 90)) == UNDEFINED


@given(st.integers(0, 50), st.floats(0.01, 1e5))
def test_money_in_other_units_is_the_same_money(seed, factor):
    one, other = (outcome_if_worked(cells(*drawn(seed, factor=each)), GATE) for each in (1, factor))
    assert [other.value, other.low, other.high] == pytest.approx(
        [factor * one.value, factor * one.low, factor * one.high], rel=1e-5
    )


def test_without_wins_below_the_gate_there_is_no_guess():
    scores, segments, worked, wins, squares, unworked = drawn()
    nothing = np.where(scores < GATE, 0, wins), np.where(scores < GATE, 0, squares)
    assert outcome_if_worked(cells(scores, segments, worked, *nothing, unworked), GATE) == UNDEFINED
    everyone = cells(scores, segments, worked, wins, squares, np.zeros(16))
    assert outcome_if_worked(everyone, GATE) == UNDEFINED


def test_a_segment_that_was_never_won_has_no_guess():
    scores, segments, worked, wins, squares, unworked = drawn()
    kept = segments == 7
    one = cells(scores, segments, worked, wins * kept, squares * kept, unworked)
    assert outcome_if_worked(one, GATE) == UNDEFINED


def test_a_random_arm_speaks_for_all_that_were_left_alone():
    """4 of 100 where 900 were left alone, 10 of 100 where 100 were: 4.6 %, not 7 %."""
    found = outcome_of_passed([100, 100], [4, 10], [4, 10], [900, 100])
    assert found.value == pytest.approx(0.046)
    error = ((0.9**2 * (5 / 102) * (97 / 102) + 0.1**2 * (11 / 102) * (91 / 102)) / 100) ** 0.5
    assert found.high == pytest.approx(0.046 + 1.959964 * error)
    assert found.low == pytest.approx(0.046 - 1.959964 * error)


def test_an_arm_without_wins_is_no_certainty():
    found = outcome_of_passed([50], [0], [0], [500])
    assert (found.value, found.low) == (0, 0)
    assert found.high > 0.03


def test_an_arm_that_misses_much_of_them_says_nothing():
    assert outcome_of_passed([50, 0], [2, 0], [2, 0], [79, 21]) == UNDEFINED
    assert outcome_of_passed([50, 0], [2, 0], [2, 0], [80, 20]).value == pytest.approx(0.04)
    assert outcome_of_passed([50], [2], [2], [0]) == UNDEFINED


def traits(*after):
    return {"source": {str(place): Balance(0.5, each) for place, each in enumerate(after)}}


def test_the_check_names_the_trait_that_differs_most():
    found = check_overrides(traits(0.02, -0.3, 0.1), 100, 20)
    assert (found.is_passed, found.worst, found.difference) == (False, "source: 1", 0.3)
    assert "another kind" in found.reason
    assert check_overrides(traits(0.02, -0.09), 100, 20).is_passed


def test_the_check_asks_for_overrides_wins_and_something_recorded():
    for overrides, wins in ((29, 20), (100, 9)):
        assert "too few" in check_overrides(traits(0.01), overrides, wins).reason
    assert "nothing is recorded" in check_overrides({}, 100, 20).reason
    assert "nothing is recorded" in check_overrides(traits(None), 100, 20).reason


def test_a_random_pass_goes_before_a_guess_and_a_failed_check_before_none():
    tested, modelled = Interval(0.05, 0.03, 0.07), Interval(0.06, 0.05, 0.07)
    failed = check_overrides(traits(0.3), 100, 20)
    assert best_guess(tested, modelled, failed).grade == "observed"
    shown = best_guess(None, modelled, PASSED)
    assert (shown.interval, shown.grade, shown.reason) == (modelled, "adjusted", "")
    withheld = best_guess(None, modelled, failed)
    assert (withheld.interval, withheld.grade) == (UNDEFINED, None)
    assert withheld.reason == failed.reason
    assert best_guess(UNDEFINED, UNDEFINED, PASSED).reason
