"""Shares by state and day: plain counting, Aalen-Johansen, a chain with a known truth."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.estimators.intervals import UNDEFINED, Interval, wilson
from dashboard.estimators.occupancy import Spans, occupancy
from dashboard.estimators.survival import aalen_johansen

TRANSIENT, CAUSES = ("talking", "silent"), ("moved", "lost")
ENDS = st.sampled_from([*CAUSES, "censored"])
# The days of each span of a record in turn, its first state, its end.
RECORD = st.tuples(
    st.lists(st.integers(0, 9), min_size=1, max_size=4), st.sampled_from(TRANSIENT), ENDS
)
RECORDS = st.lists(RECORD, min_size=1, max_size=12)


def spans_of(records):
    """Return the spans (state, start, until, count, end) of records with alternating states."""
    spans = []
    for lengths, first, end in records:
        edges = np.cumsum([0, *lengths])
        at = TRANSIENT.index(first)
        for place, (start, until) in enumerate(itertools.pairwise(edges)):
            is_last = place == len(lengths) - 1
            state = TRANSIENT[(at + place) % 2]
            spans.append((state, int(start), int(until), 1, end if is_last else None))
    return spans


def of_spans(spans, least_at_risk=1, **options):
    columns = zip(*spans, strict=True) if spans else ([], [], [], [], [])
    return occupancy(
        Spans(*columns), states=TRANSIENT, causes=CAUSES, least_at_risk=least_at_risk, **options
    )


def state_of(record, day):
    """Walk through one record; None when it is no longer watched."""
    lengths, first, end = record
    at = 0
    for place, length in enumerate(lengths):
        at += length
        state = TRANSIENT[(TRANSIENT.index(first) + place) % 2]
        is_last = place == len(lengths) - 1
        if day < at or (is_last and end == "censored" and day == at):
            return state
    return None if end == "censored" else end


def parts(interval):
    return [interval.value, interval.low, interval.high]


@given(RECORDS, st.integers(0, 40))
def test_when_nobody_is_censored_it_is_plain_counting(records, day):
    records = [
        (lengths, first, "lost" if end == "censored" else end) for lengths, first, end in records
    ]
    found = of_spans(spans_of(records))
    for state in (*TRANSIENT, *CAUSES):
        expected = sum(state_of(record, day) == state for record in records)
        assert found.share_at(day, state) == wilson(expected, len(records))


@given(RECORDS, st.integers(0, 40))
def test_before_anyone_is_censored_it_is_plain_counting(records, day):
    found = of_spans(spans_of(records))
    if any(state_of(record, day) is None for record in records):
        return
    for state in found.held:
        expected = sum(state_of(record, day) == state for record in records)
        assert found.share_at(day, state).value == pytest.approx(expected / len(records))


@given(RECORDS)
def test_the_ends_are_those_of_aalen_and_johansen(records):
    days = [sum(lengths) for lengths, _, _ in records]
    kinds = [end for _, _, end in records]
    clock = aalen_johansen(days, kinds, np.ones(len(days)), causes=CAUSES, least_at_risk=1)
    found = of_spans(spans_of(records))
    asked = np.arange(45)
    for cause in CAUSES:
        theirs, ours = clock.shares_on(asked, cause), found.shares_on(asked, cause)
        for name in ("values", "lows", "highs"):
            assert getattr(ours, name) == pytest.approx(
                getattr(theirs, name), abs=1e-12, nan_ok=True
            )


@given(RECORDS, st.integers(1, 3))
def test_all_shares_of_a_day_add_up_to_one(records, least_at_risk):
    found = of_spans(spans_of(records), least_at_risk=least_at_risk)
    curves = [found.shares_on(np.arange(45), state) for state in (*found.held, *CAUSES)]
    total = np.sum([curve.values for curve in curves], axis=0)
    known = ~np.isnan(total)
    assert total[known] == pytest.approx(np.ones(int(known.sum())), abs=1e-12)
    unknown = {tuple(np.isnan(curve.values)) for curve in curves}
    assert len(unknown) == 1


@given(RECORDS)
def test_the_interval_holds_its_share(records):
    found = of_spans(spans_of(records))
    for state in found.held:
        curve = found.shares_on(np.arange(45), state)
        known = ~np.isnan(curve.lows)
        lows, values, highs = (part[known] for part in (curve.lows, curve.values, curve.highs))
        assert np.all((lows >= 0) & (lows <= values + 1e-12))
        assert np.all((highs <= 1) & (highs >= values - 1e-12))


def test_a_day_by_hand():
    """Six deals. On day 10: a moved on 5, b lost on 10, c silent since 4, d talking, e censored on
    day 6 talking, f censored on day 10 silent.

    S(10): 5/6 after day 5; on day 10 four are at risk and one ends: 5/6 x 3/4 = 5/8. Of the three
    still watched two are silent.
    """
    spans = [
        ("talking", 0, 5, 1, "moved"),
        ("talking", 0, 10, 1, "lost"),
        ("talking", 0, 4, 1, None),
        ("silent", 4, 20, 1, "moved"),
        ("talking", 0, 30, 1, "moved"),
        ("talking", 0, 6, 1, "censored"),
        ("talking", 0, 9, 1, None),
        ("silent", 9, 10, 1, "censored"),
    ]
    found = of_spans(spans)
    assert found.share_at(10, "silent").value == pytest.approx(5 / 8 * 2 / 3)
    assert found.share_at(10, "talking").value == pytest.approx(5 / 8 / 3)
    assert found.share_at(10, "moved").value == pytest.approx(1 / 6)
    assert found.share_at(10, "lost").value == pytest.approx(5 / 6 / 4)
    assert found.share_at(6, "talking") == wilson(4, 6)


def test_the_interval_adds_the_error_of_the_open_share_and_of_the_state():
    """By hand on the log(-log) scale, day 10: half of 100 open by then, 30 of 40 still watched."""
    spans = [("talking", 0, 8, 10, "censored"), ("talking", 0, 9, 50, "moved")]
    spans += [("silent", 0, 20, 30, "censored"), ("talking", 0, 20, 10, "censored")]
    found = of_spans(spans)
    survival = 1 - 50 / 90
    greenwood = survival**2 * 50 / (90 * 40)
    share = survival * 0.75
    error = math.sqrt(0.75**2 * greenwood + survival**2 * 0.75 * 0.25 / 40)
    width = 1.959964 * error / ((1 - share) * -math.log(1 - share))
    low = 1 - (1 - share) ** math.exp(-width)
    high = 1 - (1 - share) ** math.exp(width)
    assert parts(found.share_at(10, "silent")) == pytest.approx([share, low, high], rel=1e-6)


def test_accounts_widen_the_interval_also_of_one_state_alone():
    spans = spans_of([([5, 20], "talking", "censored"), ([3], "talking", "moved")] * 30)
    spans += spans_of([([2], "silent", "censored")] * 10)
    plain, wide = of_spans(spans), of_spans(spans, deff=4.0)
    for day in (1, 6):
        alone = plain.share_at(day, "talking", deff=4.0)
        assert alone == wide.share_at(day, "talking")
        assert alone.value == plain.share_at(day, "talking").value
        if alone.low is not None:
            assert alone.low < plain.share_at(day, "talking").low
    assert plain.share_at(6, "moved", deff=4.0) == wide.share_at(6, "moved")


def test_records_alike_may_stand_in_one_span():
    records = [([5, 20], "talking", "censored"), ([3, 1, 4], "silent", "moved")]
    once = [(state, start, until, 7, end) for state, start, until, _, end in spans_of(records)]
    for day in (0, 4, 12):
        for state in (*TRANSIENT, *CAUSES):
            assert of_spans(once).share_at(day, state) == of_spans(spans_of(records * 7)).share_at(
                day, state
            )


def test_no_value_where_fewer_than_ten_are_watched():
    spans = [("talking", 0, 5, 20, "censored"), ("talking", 0, 9, 9, "censored")]
    found = of_spans(spans, least_at_risk=10)
    assert found.share_at(5, "talking").value == 1
    assert found.share_at(6, "talking") == UNDEFINED
    assert of_spans(spans, least_at_risk=9).share_at(6, "talking") == Interval(1.0)


def test_few_left_are_told_while_nobody_was_censored():
    spans = [("talking", 0, 5, 30, "moved"), ("silent", 0, 9, 3, "lost")]
    assert of_spans(spans, least_at_risk=10).share_at(7, "silent") == wilson(3, 33)
    assert of_spans(spans, least_at_risk=10).share_at(50, "silent") == wilson(0, 33)


def test_a_span_of_no_days_is_held_only_where_it_is_the_last_and_censored():
    passing = [("silent", 0, 0, 1, None), ("talking", 0, 4, 1, "moved")]
    assert of_spans(passing).share_at(0, "silent").value == 0
    assert of_spans(passing).share_at(0, "talking").value == 1
    assert of_spans([("silent", 0, 0, 1, "censored")]).share_at(0, "silent").value == 1
    assert of_spans([("silent", 0, 0, 1, "lost")]).share_at(0, "lost").value == 1


def test_no_records_have_no_shares():
    assert of_spans([]).share_at(5, "moved") == UNDEFINED
    nothing = of_spans([("talking", 0, 5, 0, "censored")])
    assert nothing.share_at(3, "talking") == UNDEFINED


@pytest.mark.parametrize(
    ("spans", "message"),
    [
        ([("talking", 5, 3, 1, "moved")], "before it starts"),
        ([("talking", 0, math.nan, 1, "moved")], "needs the day"),
        ([("talking", 0, 5, 1, None)], "gap, overlap"),
        ([("talking", 2, 5, 1, "moved")], "gap, overlap"),
        ([("talking", 0, 5, 1, None), ("silent", 6, 9, 1, "moved")], "gap, overlap"),
        ([("talking", 0, 5, 1, None), ("silent", 4, 9, 1, "moved")], "gap, overlap"),
        ([("moved", 0, 5, 1, "moved")], "no ends"),
        ([("talking", 0, 5, 1, "vanished")], "neither"),
        ([("parked", 0, 5, 1, "moved")], "one of the states, which are no ends: .'parked'"),
    ],
)
def test_spans_that_make_no_chain_are_refused(spans, message):
    with pytest.raises(ValueError, match=message):
        of_spans(spans)


def test_a_state_nobody_is_in_has_a_share_of_nothing():
    found = of_spans([("talking", 0, 5, 20, "moved")])
    assert found.share_at(2, "silent") == wilson(0, 20)


def test_an_unknown_state_is_refused():
    with pytest.raises(KeyError):
        of_spans([("talking", 0, 5, 1, "moved")]).share_at(2, "parked")
