"""What a gate costs and protects, line by line, as ranges."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.estimators.gate_ledger import (
    Line,
    Range,
    admitted_in_vain,
    delay_cost,
    hours_protected,
    ledger,
    lost_value,
)
from dashboard.estimators.intervals import UNDEFINED, Interval

ENDS = st.tuples(st.integers(0, 1000), st.integers(0, 1000), st.integers(0, 1000)).map(sorted)
RANGE = ENDS.map(lambda ends: Range(ends[0], ends[2], ends[1]))
LINES = st.lists(
    st.builds(
        Line,
        name=st.text(max_size=3),
        side=st.sampled_from(("cost", "credit")),
        amount=RANGE,
        grade=st.sampled_from(("observed", "adjusted", "bound", "assumed")),
        is_in_net=st.booleans(),
    ),
    max_size=6,
)


def worked():
    """METHODS E5, simulated, per turned-away lead: low $169, guess $1,768, high $2,897."""
    return [
        Line("turned away", "cost", lost_value(169, 2897, 0.7, point=Interval(1768)), "bound"),
        Line("delay", "cost", Range(100, 300, 200), "adjusted"),
        Line("running", "cost", Range(50, 70, 60), "assumed"),
        Line("in vain", "cost", Range(500, 900, 700), "assumed", is_in_net=False),
        Line("hours", "credit", Range(160, 320, 240), "assumed"),
    ]


def test_the_lost_value_of_the_simulated_world():
    found = lost_value(169, 2897, 1.0, point=Interval(1768))
    assert (found.low, found.mid, found.high) == (0, 1599, 2728)


def test_its_low_is_nothing_by_construction_and_its_guess_stays_inside():
    assert lost_value(500, 400, 0.7) == Range(0, 0)
    assert lost_value(100, 300, 0.5, point=Interval(900)) == Range(0, 100, 100)
    assert lost_value(100, 300, 0.5, point=Interval(50)) == Range(0, 100, 0)
    assert lost_value(100, 300, 0.5, point=UNDEFINED) == Range(0, 100)


def test_delay_takes_its_interval_from_the_decay():
    """METHODS E2: $2.04k of $24.0k expected; here with an interval that begins below nothing."""
    assert delay_cost(Interval(2040, -100, 4000), 0.5) == Range(-50, 2000, 1020)
    assert delay_cost(UNDEFINED, 0.5) is None
    assert delay_cost(Interval(2040), 0.5) is None


def test_hours_kept_free():
    """100 leads of 2 to 4 hours at $80: $16,000 to $32,000, 3 hours being the guess."""
    each = Range(2, 4, 3)
    assert hours_protected(100, each, 80) == Range(16_000, 32_000, 24_000)
    # 250 hours are spare: 200 would have fitted in, of 400 there are 150 to be paid.
    assert hours_protected(100, each, 80, spare_hours=250).low == 0
    assert hours_protected(100, each, 80, spare_hours=150).low == 4_000
    # Beyond the spare ones an hour brings $200 in the present queue.
    assert hours_protected(100, each, 80, spare_hours=250, busy_rate=200).high == 50_000
    assert hours_protected(100, Range(2, 4), 80).mid is None


def test_admitted_in_vain_stands_beside_the_net():
    assert admitted_in_vain(10, Range(2, 4, 3), 80) == Range(1600, 3200, 2400)
    assert admitted_in_vain(10, Range(2, 4), 80).mid is None


def test_the_sums_of_a_ledger():
    found = ledger(worked())
    assert found.cost.low == pytest.approx(150)
    assert found.cost.high == pytest.approx(0.7 * 2728 + 370)
    assert found.credit == Range(160, 320, 240)
    assert found.net.low == pytest.approx(150 - 320)
    assert found.net.high == pytest.approx(0.7 * 2728 + 370 - 160)
    assert found.net.mid == pytest.approx(0.7 * 1599 + 260 - 240)


def test_half_a_guess_is_none():
    lines = [Line("a", "cost", Range(1, 2), "bound"), Line("b", "credit", Range(1, 2, 1), "bound")]
    assert ledger(lines).net == Range(-1, 1)
    assert ledger([]).net == Range(0, 0, 0)


def test_what_is_certain_of_a_line():
    certain = {line.name: line.certain for line in worked()}
    assert certain == {"turned away": 0, "delay": 100, "running": 0, "in vain": 0, "hours": 0}
    assert Line("delay", "cost", Range(-5, 9), "adjusted").certain == 0


@given(LINES)
def test_the_net_is_ordered_and_turns_with_the_sides(lines):
    found = ledger(lines)
    assert all(
        a <= b for a, b in itertools.pairwise((found.net.low, found.net.mid, found.net.high))
    )
    turned = ledger(
        [
            Line(
                line.name,
                "credit" if line.side == "cost" else "cost",
                line.amount,
                line.grade,
                is_in_net=line.is_in_net,
            )
            for line in lines
        ]
    )
    assert (turned.net.low, turned.net.high) == (-found.net.high, -found.net.low)


@given(LINES, LINES)
def test_the_whole_is_the_sum_of_its_parts(some, others):
    whole, one, other = ledger([*some, *others]), ledger(some), ledger(others)
    assert whole.net.low == one.net.low + other.net.low
    assert whole.net.high == one.net.high + other.net.high
    assert whole.net.mid == one.net.mid + other.net.mid


@given(st.floats(0, 1e4), RANGE, st.floats(0, 500), st.floats(0, 500), st.floats(0, 1e5))
def test_a_dearer_hour_never_protects_less(leads, each, rate, more, spare):
    cheap, dear = (
        hours_protected(leads, each, price, spare_hours=spare) for price in (rate, rate + more)
    )
    assert cheap.low <= dear.low + 1e-6
    assert cheap.high <= dear.high + 1e-6


@pytest.mark.parametrize("ends", [(2, 1, None), (1, 2, 3), (1, 2, 0)])
def test_a_range_the_wrong_way_round_is_refused(ends):
    low, high, mid = ends
    with pytest.raises(ValueError, match="is not a range"):
        Range(low, high, mid)
