"""The momentum index: the worked example, plain counting, the bootstrap by account."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.estimators.averages import momentum_index, momentum_interval
from dashboard.estimators.intervals import UNDEFINED, Interval
from dashboard.estimators.survival import aalen_johansen

KINDS = np.array(["censored", "moved", "lost"])
# METHODS B: first event day and kind of eight deals.
DAYS, CAUSES = [5, 10, 12, 15, 20, 25, 40, 45], [1, 1, 2, 0, 1, 2, 0, 1]
RECORDS = st.lists(
    st.tuples(st.integers(-2, 80), st.integers(0, 2), st.integers(0, 5)), min_size=1, max_size=25
)


def index(days, causes, counts=None, **options):
    counts = np.ones(len(days)) if counts is None else counts
    return momentum_index(days, KINDS[causes], counts, "moved", **{"least_at_risk": 0, **options})


def company(seed, accounts=400, per_account=3):
    random = np.random.default_rng(seed)
    n = accounts * per_account
    cluster = np.repeat(np.arange(accounts), per_account)
    days = random.exponential(25 * random.gamma(2, 0.5, accounts)[cluster])
    causes = random.choice([1, 2], n, p=[0.7, 0.3])
    last = random.integers(0, 150, n)
    return np.minimum(days, last), np.where(days <= last, causes, 0), cluster


def test_worked_example_of_the_momentum_index():
    by_hand = 100 / 60 * (0.125 * 5 + 0.25 * 10 + 0.40625 * 25 + 0.71875 * 15)
    assert index(DAYS, CAUSES) == pytest.approx(by_hand) == pytest.approx(40.1, abs=0.05)


def test_the_index_equals_the_reference_value(golden):
    expected = golden["aj_momentum"]
    assert index(expected["T"], expected["E"]) == pytest.approx(expected["index60"], abs=1e-6)


def test_when_all_are_watched_it_is_the_mean_share_of_days_past_the_move():
    """By hand: moved on days 0, 15 and 60, lost on day 3, open: 60 + 45 + 0 + 0 + 0 of 300."""
    assert index([0, 15, 60, 3, 90], [1, 1, 1, 2, 0]) == pytest.approx(100 * 105 / 300)


@given(RECORDS)
def test_it_is_the_area_under_the_curve_of_aalen_and_johansen(records):
    days, causes, counts = map(np.array, zip(*records, strict=True))
    found = index(days, causes, counts)
    if counts.sum() == 0:
        assert found is None
        return
    curve = aalen_johansen(days, KINDS[causes], counts, causes=("moved", "lost"), least_at_risk=0)
    height = curve.table.latest(curve.shares["moved"], np.arange(60), 0.0)
    assert found == pytest.approx(100 * height.mean(), abs=1e-9)


def test_it_is_not_told_where_too_few_are_watched_to_the_horizon():
    days, causes = [5, 30, 60], [1, 0, 0]
    assert index(days, causes, [20, 20, 10], least_at_risk=10) == pytest.approx(40 * 55 / 60)
    assert index(days, causes, [20, 20, 9], least_at_risk=10) is None
    assert index([5, 60], [1, 0], [20, 9], least_at_risk=10) == pytest.approx(20 / 29 * 5500 / 60)
    assert index([5, 40], [1, 2], [20, 9], least_at_risk=10) is not None


def test_nothing_has_no_index():
    assert index([], [], []) is None
    assert momentum_interval([], [], [], "moved", seed=1) == UNDEFINED


def test_a_day_must_be_a_number():
    with pytest.raises(ValueError, match="day"):
        index([np.nan], [1])


def test_the_same_seed_gives_the_same_interval():
    days, causes, cluster = company(1)
    made = [
        momentum_interval(days, KINDS[causes], cluster, "moved", seed=seed) for seed in (4, 4, 5)
    ]
    assert made[0] == made[1]
    assert made[0].value == made[2].value == index(days, causes)
    assert made[0].low != made[2].low
    assert made[0].low < made[0].value < made[0].high


def test_names_of_accounts_serve_as_well_as_numbers():
    days, causes, cluster = company(2, accounts=30)
    names = np.array([f"a{number:03}" for number in cluster], dtype=object)
    by_name = momentum_interval(days, KINDS[causes], names, "moved", seed=4)
    assert by_name == momentum_interval(days, KINDS[causes], cluster, "moved", seed=4)


def test_the_interval_holds_the_middle_of_two_hundred_draws_by_account():
    """Drawn anew: the fifth and sixth of either end, a fortieth of the way between them."""
    days, causes, cluster = company(6, accounts=40)
    random = np.random.default_rng(11)
    made = []
    for _ in range(200):
        chosen = random.integers(40, size=40)
        rows = np.concatenate([np.flatnonzero(cluster == account) for account in chosen])
        made.append(index(days[rows], causes[rows]))
    made.sort()
    found = momentum_interval(days, KINDS[causes], cluster, "moved", seed=11, least_at_risk=0)
    assert found.low == pytest.approx(made[4] + 0.025 * (made[5] - made[4]))
    assert found.high == pytest.approx(made[195] - 0.025 * (made[195] - made[194]))


def test_copies_of_deals_in_one_account_do_not_narrow_the_interval():
    days, causes, _ = company(4, accounts=300, per_account=1)
    own = np.arange(300)
    single = momentum_interval(days, KINDS[causes], own, "moved", seed=7)
    fourfold = [np.tile(column, 4) for column in (days, KINDS[causes], own)]
    copied = momentum_interval(*fourfold, "moved", seed=7)
    assert [copied.low, copied.high] == pytest.approx([single.low, single.high])


def test_one_account_or_no_spread_has_an_index_and_no_interval():
    one = momentum_interval([5] * 20, ["moved"] * 20, [1] * 20, "moved", seed=1)
    assert one == Interval(pytest.approx(100 * 55 / 60))
    same = momentum_interval([5] * 20, ["moved"] * 20, range(20), "moved", seed=1)
    assert same == Interval(pytest.approx(100 * 55 / 60))


def test_the_bootstrap_spreads_as_repeated_companies_do():
    made = [company(seed, accounts=150) for seed in range(100)]
    spread = np.std([index(days, causes) for days, causes, _ in made], ddof=1)
    found = [
        momentum_interval(days, KINDS[causes], cluster, "moved", seed=1)
        for days, causes, cluster in made[:30]
    ]
    widths = np.mean([interval.high - interval.low for interval in found])
    # The spread of 100 companies is known to about one in fourteen; allow three times that.
    assert widths / (2 * 1.96) == pytest.approx(spread, rel=0.22)


def test_twelve_thousand_deals_take_less_than_half_a_second():
    days, causes, cluster = company(5, accounts=4_000)
    kinds = KINDS[causes]
    began = time.process_time()
    momentum_interval(days, kinds, cluster, "moved", seed=1)
    assert time.process_time() - began < 0.5
