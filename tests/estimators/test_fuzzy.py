"""The effect of being worked: one jump over another, and which effects are possible."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.estimators.discontinuity import honest_jump
from dashboard.estimators.fuzzy import Ratio, fuzzy_ratio
from dashboard.estimators.score_bins import binned
from tests.bench.coverage_gates import gain_at_gate, leads

X = np.arange(-20, 20)


def three(worked, won_worked, won_unworked, n=1000.0):
    """Return outcome, worked and both of leads of given shares."""
    size = np.full(X.size, n)
    both = size * worked * won_worked
    won = both + size * (1 - worked) * won_unworked
    treated = size * worked
    return (
        binned(X, size, won),
        binned(X, size, treated, treated, size),
        binned(X, size, both, both, size),
    )


def gate(below=0.1, above=0.8):
    return np.where(X >= 0, above, below)


def test_the_jump_over_the_jump_by_hand():
    """Worked leads win 10 points more often; the gate works 70 of 100 more: 7 points over .7."""
    found = fuzzy_ratio(*three(gate(), 0.15, 0.05))
    assert found.value == pytest.approx(0.1)
    assert found.low < 0.1 < found.high
    assert found.first_stage.value == pytest.approx(0.7)


def test_an_effect_on_the_edge_is_one_whose_rest_just_has_no_jump():
    won, worked, both = three(gate(), 0.15, 0.05)
    found = fuzzy_ratio(won, worked, both)
    for effect, nearest in ((found.low, "high"), (found.high, "low")):
        sums = won.y - effect * worked.y
        squares = won.squares - 2 * effect * both.y + effect**2 * worked.y
        rest = honest_jump(binned(X, won.n, sums, squares, won.events))
        edge = rest.low if effect < found.value else rest.high
        assert edge == pytest.approx(0, abs=1e-5), nearest


def test_the_value_leaves_no_jump_although_the_bandwidth_moved():
    made = leads(np.random.default_rng(12), 40_000)
    won, worked, both = made.outcome(), made.treated(), made.together()
    effect = fuzzy_ratio(won, worked, both).value
    squares = won.squares - 2 * effect * both.y + effect**2 * worked.y
    rest = binned(won.x, won.n, won.y - effect * worked.y, squares, won.events)
    assert honest_jump(rest).value == pytest.approx(0, abs=1e-5)
    plain = honest_jump(won).value / honest_jump(worked).value
    assert plain != pytest.approx(effect, abs=1e-5)


def test_where_all_are_worked_above_and_none_below_it_is_the_plain_jump():
    won, worked, both = three(gate(0.0, 1.0), 0.15, 0.05)
    found, plain = fuzzy_ratio(won, worked, both), honest_jump(won)
    assert [found.value, found.low, found.high] == pytest.approx(
        [plain.value, plain.low, plain.high], abs=1e-5
    )


def test_a_gate_that_hardly_changes_who_is_worked_gets_no_ratio():
    found = fuzzy_ratio(*three(gate(0.4, 0.45), 0.15, 0.05))
    assert (found.reason, found.value, found.low) == ("weak", None, None)
    assert found.first_stage.value == pytest.approx(0.05)


def test_too_few_events_are_said():
    found = fuzzy_ratio(*three(gate(), 0.15, 0.05, n=4.0))
    assert (found.reason, found.value) == ("few events", None)


def test_money_per_worked_lead_is_money():
    won, worked, both = three(gate(), 0.15, 0.05)
    price = 1000.0
    money = binned(X, won.n, won.y * price, won.y * price**2, won.y)
    paid = binned(X, won.n, both.y * price, both.y * price**2, won.n)
    plain, found = fuzzy_ratio(won, worked, both), fuzzy_ratio(money, worked, paid)
    assert [found.value, found.low, found.high] == pytest.approx(
        [price * part for part in (plain.value, plain.low, plain.high)], rel=1e-4
    )


def test_the_synthetic_company_is_that_of_the_methods(golden):
    """By integration here, by simulation there."""
    truth, (gain, money) = golden["dgp_truth"], gain_at_gate()
    assert gain == pytest.approx(truth["late"], rel=5e-3)
    assert gain * truth["first"] == pytest.approx(truth["itt"], rel=5e-3)
    assert money * truth["first"] == pytest.approx(truth["itt_value"], rel=5e-3)
    random = np.random.default_rng(1)
    admits = [leads(random, 10).admits for _ in range(400)]
    assert np.mean(admits) == pytest.approx(truth["first"], abs=4 * np.std(admits) / 20)


def test_the_synthetic_company_holds_its_truth():
    made = leads(np.random.default_rng(12), 40_000)
    found = fuzzy_ratio(made.outcome(), made.treated(), made.together())
    assert found.low < gain_at_gate()[0] < found.high
    assert found.high - found.low < 0.06


def test_different_scores_are_refused():
    won, worked, both = three(gate(), 0.15, 0.05)
    with pytest.raises(ValueError, match="scores"):
        fuzzy_ratio(won, worked.where(worked.x > -5), both)
    assert Ratio().first_stage is None
