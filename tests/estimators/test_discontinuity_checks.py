"""What must hold before a jump is believed: bunching, density, balance, placebos, donuts."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.estimators.discontinuity import honest_jump
from dashboard.estimators.discontinuity_checks import (
    Bunching,
    balance_jumps,
    bunching,
    bunching_at,
    density_jump,
    donut_jumps,
    is_bunched,
    leaves_out_zero,
    placebo_jumps,
    study,
)
from dashboard.estimators.score_bins import binned
from tests.bench.coverage_gates import leads
from tests.estimators.gate_references import BUNCHING

COUNT = st.integers(0, 60)


def tails_by_hand(below, at, above, bend):
    """Return twice the smaller tail, binomials added up one by one."""
    n = below + at + above
    least, most = (1 - bend) / (3 - bend), (1 + bend) / (3 + bend)
    few = sum(math.comb(n, k) * least**k * (1 - least) ** (n - k) for k in range(at + 1))
    many = sum(math.comb(n, k) * most**k * (1 - most) ** (n - k) for k in range(at, n + 1))
    return min(1.0, 2 * min(few, many))


@pytest.mark.parametrize(("below", "at", "above", "p"), BUNCHING)
def test_worked_examples_of_bunching(below, at, above, p):
    assert bunching(below, at, above).p == pytest.approx(p, rel=5e-3)


@given(COUNT, COUNT, COUNT, st.sampled_from([0.0, 0.05, 0.2]))
def test_bunching_is_the_binomial_added_up(below, at, above, bend):
    found = bunching(below, at, above, bend=bend)
    if below + at + above == 0:
        assert found.p is None
    else:
        assert found.p == pytest.approx(tails_by_hand(below, at, above, bend))


@given(COUNT, COUNT, COUNT)
def test_bunching_looks_at_both_neighbours_alike_and_is_patient_with_a_bend(below, at, above):
    found = bunching(below, at, above)
    assert found.p == bunching(above, at, below).p
    assert found.p is None or found.p <= bunching(below, at, above, bend=0.3).p + 1e-12


def test_bunching_of_many_records_does_not_overflow():
    assert bunching(10**6, 10**6, 10**6).p == 1
    assert bunching(10**6, 2 * 10**6, 10**6).p == 0
    assert is_bunched(bunching(10**6, 2 * 10**6, 10**6))
    assert not is_bunched(Bunching(None, 0, 0, 0))


def test_counts_below_none_are_refused():
    with pytest.raises(ValueError, match="records"):
        bunching(1, -1, 1)


def test_bunching_reads_the_threshold_and_its_neighbours():
    bins = binned([62, 64, 65, 65, 66, 70], [9, 95, 100, 30, 90, 9], [0] * 6, threshold=65)
    assert bunching_at(bins) == bunching(95, 130, 90)
    tenths = binned([6.4, 6.5, 6.6], [95, 130, 90], [0] * 3, threshold=6.5)
    assert bunching_at(tenths, step=0.1) == bunching(95, 130, 90)


def drawn(random, n=6_000, pushed=0):
    scores = np.round(random.normal(52, 14, n), 3)
    scores = np.append(scores, 65 + 2 * random.random(pushed))
    return binned(scores, np.ones(scores.size), np.zeros(scores.size), threshold=65)


def test_the_density_of_a_continuous_score_jumps_where_scores_were_pushed():
    random = np.random.default_rng(8)
    alarms = [leaves_out_zero(density_jump(drawn(random))) for _ in range(60)]
    assert sum(alarms) <= 6
    found = density_jump(drawn(random, pushed=250))
    assert found.low > 0.2


def test_the_density_of_an_even_score_has_no_jump_by_hand():
    x = np.arange(-300, 300) / 10 + 0.05
    found = density_jump(binned(x, np.full(600, 7), np.zeros(600)))
    assert found.value == pytest.approx(0, abs=1e-9)
    doubled = binned(x, np.where(x >= 0, 14, 7), np.zeros(600))
    assert density_jump(doubled).value == pytest.approx(7 / 10.5)
    assert density_jump(binned([], [], [])).reason == "few records"


def trait(random, step=0.0):
    x, n = np.arange(-25, 25), np.full(50, 400)
    y = random.binomial(n, 0.3 + 0.004 * x + step * (x >= 0))
    return binned(x, n, y, y, n)


def test_what_differs_before_the_score_shows_and_what_does_not_stays_quiet():
    random = np.random.default_rng(4)
    quiet = [balance_jumps({name: trait(random) for name in "dbca"}) for _ in range(100)]
    assert list(quiet[0]) == ["a", "b", "c", "d"]
    assert sum(any(map(leaves_out_zero, found.values())) for found in quiet) <= 5
    assert leaves_out_zero(balance_jumps({"unlike": trait(random, 0.15)})["unlike"])


def test_a_trait_that_all_have_does_not_jump():
    x, n = np.arange(-25, 25), np.arange(1, 51) * 37
    assert not leaves_out_zero(honest_jump(binned(x, n, n * 0.7, n * 0.49, n)))


def test_intervals_of_many_traits_hold_together():
    bins = binned(np.arange(-10, 10), [200] * 20, [60] * 20)
    alone = balance_jumps({"a": bins})["a"]
    among = balance_jumps(dict.fromkeys("abcde", bins))["a"]
    each = honest_jump(bins, level=1 - 0.05 / 5)
    assert (among.low, among.high) == (each.low, each.high)
    assert alone.high < among.high
    assert balance_jumps({}) == {}


def test_a_placebo_never_looks_across_the_gate():
    """A step of one at the gate, and nothing else, is no jump ten points away."""
    x, n = np.arange(-30, 30), np.full(60, 100)
    found = placebo_jumps(binned(x, n, n * (x >= 0) * 0.5 + 30), (-10, 10))
    assert [found[at].value for at in (-10, 10)] == pytest.approx([0, 0], abs=1e-9)
    flat = placebo_jumps(binned(x, n, n * 0.5), (-10, 10, 28))
    assert (flat[-10].below.scores, flat[-10].above.scores) == (20, 10)
    assert (flat[10].below.scores, flat[10].above.scores) == (10, 20)
    assert flat[28].reason == "few scores"


def test_a_donut_leaves_out_as_many_scores_on_either_side():
    x, n = np.arange(-10, 10), np.full(20, 100.0)
    found = donut_jumps(binned(x, n, np.where(np.abs(x + 0.5) < 1, 90.0, 30.0)), (1, 2))
    assert [found[radius].value for radius in (1, 2)] == pytest.approx([0, 0], abs=1e-9)
    assert (found[1].below.scores, found[1].above.scores) == (9, 9)
    assert (found[2].below.scores, found[2].above.scores) == (8, 8)


def outcome(random, **options):
    return leads(random, 40_000, **options).outcome()


def test_a_study_of_an_honest_gate_shows_its_jump_and_all_that_stands_beside_it():
    made = outcome(np.random.default_rng(5))
    found = study(made, {"size": binned(made.x, made.n, made.n / 2, made.n / 4, made.n)})
    assert found.jump == honest_jump(made)
    assert found.jump.low > 0
    assert not is_bunched(found.bunching)
    assert found.density is None
    assert set(found.placebos) == {-10, 10}
    assert set(found.donuts) == {1, 2, 3}
    assert [len(found.by_smoothness), len(found.by_bandwidth), len(found.balance)] == [3, 3, 1]


def test_scores_pushed_up_to_the_gate_are_caught_and_the_jump_withheld():
    random = np.random.default_rng(6)
    made = [study(outcome(random, pushed=0.6)) for _ in range(40)]
    assert {found.jump.reason for found in made} == {"bunching"}
    assert {found.jump.value for found in made} == {None}
    assert all(found.donuts[3].value is not None for found in made)


def test_an_honest_gate_is_rarely_accused():
    random = np.random.default_rng(7)
    accused = sum(is_bunched(bunching_at(outcome(random))) for _ in range(400))
    assert accused <= 8


def test_a_trait_that_jumps_withholds_the_jump():
    made = outcome(np.random.default_rng(5))
    above = made.n * (made.x >= 0)
    found = study(made, {"region": binned(made.x, made.n, above, above, made.n)})
    assert (found.jump.reason, found.jump.value) == ("imbalance", None)
    assert found.jump.above.records > 0


def test_too_few_is_said_before_anything_else():
    found = study(binned([-1, 0, 1], [100, 400, 100], [20, 200, 30]))
    assert found.jump.reason == "few scores"
    assert is_bunched(found.bunching)
    x, n = np.arange(-20, 20), np.full(40, 100)
    unlike = binned(x, n, n * (x >= 0), n * (x >= 0), n)
    assert study(binned(x, n, [0] * 40), {"region": unlike}).jump.reason == "few events"


def test_a_continuous_score_is_judged_by_its_density():
    found = study(drawn(np.random.default_rng(8), pushed=250), is_continuous=True)
    assert leaves_out_zero(found.density)
    assert found.jump.reason == "few events"


def test_whom_an_outcome_leaves_out_is_counted_where_records_pile_up():
    x = np.arange(-30, 30, 0.5)
    n = np.where(x < 0, 100, 200)
    told = binned(x, n, n // 10)
    everyone = binned(x, np.full(x.size, 200), np.zeros(x.size))
    assert study(told, step=0.5).jump.reason == "bunching"
    found = study(told, counts=everyone, step=0.5)
    assert found.bunching == bunching(200, 200, 200)
    assert found.jump == honest_jump(told)
    assert leaves_out_zero(study(told, is_continuous=True).density)
    assert study(told, counts=everyone, is_continuous=True).density.value == pytest.approx(0)
