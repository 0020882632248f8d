"""Lift by tenths, calibration and Brier's score: worked examples, libraries, counting by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.estimators.intervals import UNDEFINED, newcombe, wilson
from dashboard.estimators.score_validity import (
    Brier,
    Calibration,
    adjacent_differences,
    brier,
    calibration,
    lift_by_part,
    reliability,
)

PREDICTED = [0.1] * 4 + [0.5] * 4 + [0.9] * 2
CAME = [0, 0, 0, 1, 1, 0, 1, 0, 1, 1]
CELL = st.integers(1, 20).flatmap(
    lambda n: st.tuples(st.integers(0, 9), st.integers(0, n), st.just(n))
)
CELLS = st.lists(CELL, min_size=1, max_size=15)


def test_the_worked_example_of_brier():
    found = brier(PREDICTED, CAME, [1] * 10)
    assert found.value == pytest.approx(0.186)
    assert found.reliability == pytest.approx(0.011)
    assert found.resolution == pytest.approx(0.075)
    assert found.uncertainty == pytest.approx(0.25)
    assert found.calibration_error == pytest.approx(0.08)
    assert found.z == pytest.approx(0.544, abs=5e-4)


def test_brier_gives_the_reference_values(golden):
    values = golden["brier"]
    found = brier(values["p"], values["y"], [1] * len(values["p"]))
    ours = [found.value, found.reliability, found.resolution, found.uncertainty]
    assert ours == pytest.approx([values[name] for name in ("brier", "rel", "res", "unc")])
    assert found.calibration_error == pytest.approx(values["ece"])
    assert found.z == pytest.approx(values["spieg"], abs=1e-6)


@given(CELLS)
def test_brier_is_its_three_parts_and_that_of_the_records_written_out(cells):
    chance, k, n = np.array(cells).T
    found = brier(chance / 10, k, n)
    assert found.value == pytest.approx(
        found.reliability - found.resolution + found.uncertainty, abs=1e-12
    )
    came = [y for _, k, n in cells for y in [1] * k + [0] * (n - k)]
    told = np.repeat(chance / 10, n)
    assert found.value == pytest.approx(np.mean((told - came) ** 2))


def test_brier_of_nothing_is_nothing():
    assert brier([], [], []) == Brier()
    assert brier([0.0, 1.0], [0, 5], [3, 5]) == Brier(0, 0, 0.625 * 0.375, 0.625 * 0.375, 0, None)


def test_lift_of_a_perfect_and_of_a_flat_score():
    perfect = lift_by_part(np.arange(100), np.arange(100) >= 90, np.ones(100))
    assert [part.lift for part in perfect] == [10] + [0] * 9
    assert {part.gain for part in perfect} == {1.0}
    flat = lift_by_part([50], [30], [100])
    assert [part.lift for part in flat] == pytest.approx([1.0] * 10)
    assert [part.gain for part in flat] == pytest.approx(np.arange(1, 11) / 10)
    assert flat[0].share == wilson(3, 10)


def test_ties_are_shared_between_neighbouring_tenths():
    """Ten records at the top with 6 events fill two fifths of a quarter of 25, and so on."""
    parts = lift_by_part([9, 5, 1], [6, 9, 0], [10, 30, 60], parts=4)
    assert [part.events for part in parts] == pytest.approx([6 + 15 * 0.3, 15 * 0.3, 0, 0])
    assert [part.gain for part in parts] == pytest.approx([10.5 / 15, 1, 1, 1])
    assert parts[0].lift == pytest.approx(10.5 / 15 * 4)


@given(CELLS)
def test_tenths_hold_all_records_and_events(cells):
    scores, k, n = zip(*cells, strict=True)
    parts = lift_by_part(scores, k, n)
    assert sum(part.records for part in parts) == pytest.approx(sum(n))
    assert sum(part.events for part in parts) == pytest.approx(sum(k))
    if sum(k):
        assert parts[-1].gain == pytest.approx(1)
        assert np.mean([part.lift for part in parts]) == pytest.approx(1)


def test_without_records_or_events_there_is_no_lift():
    assert lift_by_part([], [], []) == []
    assert lift_by_part([1, 2], [0, 0], [5, 5])[0].lift is None


def test_reliability_keeps_equal_predictions_together():
    parts = reliability(PREDICTED, CAME, [1] * 10)
    assert [part.predicted for part in parts] == pytest.approx([0.1, 0.5, 0.9])
    assert [(part.events, part.records) for part in parts] == [(1, 4), (2, 4), (2, 2)]
    assert parts[0].share == wilson(1, 4)
    assert reliability([], [], []) == reliability([0.5], [0], [0]) == []


def test_a_large_group_lies_where_its_middle_lies():
    found = reliability([0.1, 0.2, 0.3], [0, 1, 1], [1, 8, 1], parts=2)
    assert [part.records for part in found] == [1, 9]
    assert found[1].predicted == pytest.approx((8 * 0.2 + 0.3) / 9)


@given(CELLS, st.integers(1, 12))
def test_reliability_holds_all_records_in_order(cells, parts):
    chance, k, n = np.array(cells).T
    found = reliability(chance / 10, k, n, parts=parts)
    assert len(found) <= parts
    assert sum(part.records for part in found) == n.sum()
    assert sum(part.events for part in found) == k.sum()
    means = [part.predicted for part in found]
    assert means == sorted(means)


def test_recalibration_equals_statsmodels():
    api = pytest.importorskip("statsmodels.api")
    random = np.random.default_rng(5)
    told = np.clip(random.beta(1, 4, 300), 0.01, 0.99)
    came = random.random(300) < told**1.3
    logit = np.log(told / (1 - told))
    theirs = api.Logit(came.astype(float), api.add_constant(logit)).fit(disp=0)
    ours = calibration(told, came, np.ones(300))
    bands = theirs.conf_int()
    for place, found in enumerate((ours.intercept, ours.slope)):
        assert found.value == pytest.approx(theirs.params[place], abs=1e-7)
        assert [found.low, found.high] == pytest.approx(list(bands[place]), abs=1e-6)


def test_right_predictions_have_slope_one_and_timid_ones_more():
    told = np.array([0.1, 0.25, 0.5, 0.8])
    n = np.full(4, 1000)
    right = calibration(told, n * told, n)
    assert [right.intercept.value, right.slope.value] == pytest.approx([0, 1], abs=1e-9)
    odds = (told / (1 - told)) ** 0.5
    timid = calibration(odds / (1 + odds), n * told, n)
    assert timid.slope.value == pytest.approx(2)
    assert timid.slope.low > 1


@pytest.mark.parametrize(
    ("told", "came"),
    [([0.2, 0.2], [1, 3]), ([0.2, 0.4], [0, 0]), ([0.2, 0.4], [9, 9]), ([0, 1], [3, 3])],
)
def test_where_no_line_can_be_told_there_is_none(told, came):
    assert calibration(told, came, [9, 9]) == Calibration()


def test_predictions_that_part_the_outcomes_have_no_line():
    assert calibration([0.2, 0.3, 0.7, 0.8], [0, 0, 9, 9], [9] * 4) == Calibration()


def test_neighbouring_grades_are_compared_by_newcombe():
    found = adjacent_differences([2, 6, 0], [40, 50, 0])
    assert found == [newcombe(6, 50, 2, 40), UNDEFINED]
    assert adjacent_differences([1], [3]) == []


@pytest.mark.parametrize(
    ("columns", "complaint"),
    [
        (([math.nan], [1], [2]), "ranked"),
        (([0.5], [3], [2]), "events"),
        (([1.5], [1], [2]), "chance"),
    ],
)
def test_what_is_no_prediction_is_refused(columns, complaint):
    with pytest.raises(ValueError, match=complaint):
        brier(*columns)
