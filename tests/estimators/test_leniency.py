"""Sellers of unlike taste as an experiment: two stages on records, t by its table, its limits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.estimators.leniency import (
    Leniency,
    balance_of_lenience,
    effect_of_accepting,
    t_critical_value,
    t_tail,
    tastes,
)
from tests.estimators.gate_references import STUDENT


def company(seed, sellers=16, leads=40, rounds=2, effect=0.3):
    """Return one row a lead: seller, round, accepted, won, and whether a large firm."""
    random = np.random.default_rng(seed)
    seller = np.repeat(np.arange(sellers), leads)
    at = random.integers(0, rounds, seller.size)
    taste = np.linspace(0.1, 0.9, sellers)[seller]
    accepted = (random.random(seller.size) < np.clip(taste + 0.05 * at, 0, 1)).astype(int)
    won = (random.random(seller.size) < 0.1 + effect * accepted + 0.1 * at).astype(int)
    return seller, at, accepted, won, (random.random(seller.size) < 0.4).astype(int)


def folded(seller, at, accepted, *sums):
    """Return the rows as entries of seller, round and verdict."""
    keys, place = np.unique(np.stack([seller, at, accepted]), axis=1, return_inverse=True)
    place = place.ravel()
    made = tastes(keys[0], keys[2], np.bincount(place), keys[1])
    return made, [np.bincount(place, values) for values in sums]


def by_record(seller, at, accepted, won):
    """Return the effect by walking over the leads, each without itself."""
    apart, outcome, lenience = (np.zeros(seller.size) for _ in range(3))
    for each in np.unique(at):
        inside = at == each
        apart[inside] = accepted[inside] - accepted[inside].mean()
        outcome[inside] = won[inside] - won[inside].mean()
    for lead in range(seller.size):
        others = seller == seller[lead]
        others[lead] = False
        lenience[lead] = apart[others].mean()
    for each in np.unique(at):
        lenience[at == each] -= lenience[at == each].mean()
    return np.sum(lenience * outcome) / np.sum(lenience * apart), lenience, outcome, apart


def test_the_effect_is_that_of_leads_one_by_one():
    seller, at, accepted, won, _ = company(1)
    made, (sums,) = folded(seller, at, accepted, won)
    found = effect_of_accepting(made, sums)
    value, lenience, outcome, apart = by_record(seller, at, accepted, won)
    assert found.value == pytest.approx(value)
    assert found.low < found.value < found.high
    assert found.sellers == 16
    for edge in (found.low, found.high):
        rest = np.bincount(seller, lenience * (outcome - edge * apart))
        t = rest.mean() / (rest.std(ddof=1) / np.sqrt(rest.size))
        assert abs(t) == pytest.approx(t_critical_value(15))


def test_it_finds_what_accepting_does():
    made = [company(seed, sellers=30, leads=60) for seed in range(60)]
    found = [effect_of_accepting(*_first(folded(*rows[:4]))) for rows in made]
    errors = np.array([each.value for each in found]) - 0.3
    assert abs(errors.mean()) < 4 * errors.std(ddof=1) / np.sqrt(60)
    assert sum(each.low <= 0.3 <= each.high for each in found) >= 53


def _first(made):
    return made[0], made[1][0]


def test_leads_dealt_out_by_turn_do_not_go_with_lenience_and_picked_ones_do():
    seller, at, accepted, _, large = company(3)
    made, (sums,) = folded(seller, at, accepted, large)
    assert balance_of_lenience(made, sums).p > 0.05
    picked = (np.random.default_rng(1).random(seller.size) < seller / 16).astype(int)
    made, (sums,) = folded(seller, at, accepted, picked)
    found = balance_of_lenience(made, sums)
    assert found.p < 0.001
    assert found.low > 0.5


def test_a_round_of_better_leads_is_not_taken_for_taste():
    """Two rounds, one with twice the wins and more acceptance: within each nothing goes on."""
    seller, at = np.repeat(np.arange(20), 50), np.tile([0, 1], 500)
    random = np.random.default_rng(9)
    accepted = (random.random(1000) < 0.05 + 0.3 * at + 0.03 * seller).astype(int)
    won = at
    made, (sums,) = folded(seller, at, accepted, won)
    assert effect_of_accepting(made, sums).value == pytest.approx(0, abs=1e-12)


def test_few_sellers_and_few_leads_are_left_out():
    seller, at, accepted, won, _ = company(1, sellers=9)
    made, (sums,) = folded(seller, at, accepted, won)
    assert effect_of_accepting(made, sums) == Leniency(sellers=9, reason="few sellers")
    assert balance_of_lenience(made, sums).reason == "few sellers"
    seller, at, accepted, won, _ = company(1, sellers=12)
    thin = (seller != 3) | (np.arange(seller.size) % 40 < 19)
    made, (sums,) = folded(*(column[thin] for column in (seller, at, accepted, won)))
    assert effect_of_accepting(made, sums).sellers == 11


def test_sellers_of_one_taste_tell_nothing():
    random = np.random.default_rng(2)
    seller = np.repeat(np.arange(20), 40)
    accepted, won = (random.random((2, 800)) < 0.5).astype(int)
    made, (sums,) = folded(seller, np.zeros(800, dtype=int), accepted, won)
    found = effect_of_accepting(made, sums)
    assert (found.reason, found.value) == ("weak", None)


def test_a_verdict_is_yes_or_no():
    with pytest.raises(ValueError, match="accepted"):
        tastes([1, 2], [0.5, 1], [30, 30])


@pytest.mark.parametrize("freedom", STUDENT)
def test_t_has_the_values_of_its_table(freedom):
    assert t_critical_value(freedom) == pytest.approx(STUDENT[freedom], abs=5e-4)


@given(st.floats(0, 30), st.integers(1, 120))
def test_t_equals_scipy(t, freedom):
    stats = pytest.importorskip("scipy.stats")
    assert t_tail(t, freedom) == pytest.approx(2 * stats.t.sf(t, freedom), abs=1e-10)
    assert t_tail(-t, freedom) == t_tail(t, freedom)


@pytest.mark.parametrize("level", [0.5, 0.9, 0.999])
def test_critical_values_of_t_equal_scipy(level):
    stats = pytest.importorskip("scipy.stats")
    for freedom in (1, 4, 17):
        expected = stats.t.ppf((1 + level) / 2, freedom)
        assert t_critical_value(freedom, level) == pytest.approx(expected, rel=1e-9)
