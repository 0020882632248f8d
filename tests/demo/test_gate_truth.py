"""The gate, the whole way through: the truth is inside what is said, and what may mislead is not.

Three companies in each world: enough to see a measure that is wrong, and few enough to wait for.
"""

from __future__ import annotations

import numpy as np
import pytest

from tests.demo.gate_worlds import ARM, LIFTED, SENSED, SHARP, Told, told_of, truth_of

pytestmark = pytest.mark.slow

SEEDS = range(1, 4)
MARGIN = 0.7
# Money for an hour of a seller.
LITTLE, SOME, MUCH = 10.0, 1200.0, 3000.0


@pytest.fixture(scope="module")
def truth() -> dict[str, float]:
    return truth_of({})


@pytest.fixture(scope="module")
def tested() -> list[Told]:
    return told_of(SEEDS, ARM)


@pytest.fixture(scope="module")
def sensed() -> list[Told]:
    return told_of(SEEDS, SENSED)


def assert_bounds_hold(companies: list[Told], truth: dict[str, float]) -> None:
    """What nobody took on would have brought more lies between the ends, in money and in wins.

    Of those let through sales would take on as many as of those right above the line.
    """
    for told in companies:
        lost = truth["turned_away/value/taken_on"] - truth["turned_away/value/as_lived"]
        row = told.rows["turned_away"]
        taken_on = told.rows["net"].details["uptake"]
        assert row.low <= MARGIN * lost * taken_on * row.n <= row.high, row
        more = truth["just_below/won/taken_on"] - truth["just_below/won/as_lived"]
        wins = told.rows["wins"]
        assert wins.low <= more * told.rows["leads"].value <= wins.high, wins


def test_the_bounds_hold_the_truth(tested, truth):
    assert_bounds_hold(tested, truth)


def test_the_bounds_hold_where_sellers_choose_by_what_no_record_says(sensed):
    """Or are withheld: those called below the line may buy more than those above it."""
    told = [each for each in sensed if each.rows["turned_away"].status == "ok"]
    assert told
    assert_bounds_hold(told, truth_of(SENSED))
    for each in sensed:
        row = each.rows["turned_away"]
        assert row.status == "ok" or (row.low is None and row.high is None)


def test_where_they_sense_it_no_guess_is_shown_without_its_label(sensed):
    for told in sensed:
        net = told.rows["net"]
        grade = net.details.get("point_grade")
        assert grade == (None if net.value is None else "adjusted")


def test_a_test_by_lot_gives_the_best_guess_and_it_is_right(tested, truth):
    more = truth["just_below/value/taken_on"] - truth["just_below/value/as_lived"]
    off = []
    for told in tested:
        net, leads = told.rows["net"], told.rows["leads"].value
        assert net.details["point_grade"] == "observed"
        expected = leads * (MARGIN * more - net.details["price_each"])
        off.append(net.value / expected - 1)
    # Some 40 wins in each of the tests: a mean of three is off by a tenth.
    assert abs(np.mean(off)) < 0.4, off


def test_a_test_by_lot_is_read_and_its_people_are_out_of_the_jump(tested, truth):
    more = truth["just_below/won/taken_on"] - truth["just_below/won/as_lived"]
    for told in tested:
        progress = told.rows["progress"]
        assert progress.details["passed_so_far"] > 100
        assert progress.details["held_so_far"] > 100
        # Watched on any day, the range is wide; that of the five points nearest the line.
        assert progress.low < 1.5 * more
        assert progress.high > 0.5 * more
        assert told.rows["share"].details["in_test"] > 1000


def test_scores_lifted_onto_the_line_are_caught():
    for told in told_of(SEEDS, LIFTED):
        for name in ("share", "value"):
            assert told.rows[name].status == "withheld"
            assert told.rows[name].value is None
        assert told.rows["bunching"].value < 1e-6


def test_scores_that_nobody_lifted_are_not(tested, sensed):
    """Nor where a test takes every second one from below the line."""
    for told in (*tested, *sensed):
        assert told.rows["share"].details.get("reason") != "bunching"


def test_three_prices_of_an_hour_give_three_verdicts():
    """METHODS E5. The truth at the line decides which of the two ends a verdict may take."""
    truth = truth_of(SHARP)
    brings = MARGIN * truth["threshold_jump/itt_value"]
    expected = {
        LITTLE: "costs more than it saves",
        SOME: "not established",
        MUCH: "is working",
    }
    for told in told_of(SEEDS, SHARP, expected):
        said = {price: row.details["finding"] for price, row in told.verdicts.items()}
        assert said == expected
        low, high = (told.verdicts[LITTLE].details[f"brings_{end}"] for end in ("low", "high"))
        assert low <= brings <= high
