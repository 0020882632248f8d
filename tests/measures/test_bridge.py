"""The pipeline bridge: what was open, what happened, what is open; checked and explained."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.measures.estimates import bridge
from dashboard.measures.filters import Filters
from dashboard.measures.records import behind
from dashboard.measures.slices import Slices

DEALS = """
    | opportunity_id | outcome | is_new_business |
    | old            | won     | true            |
    | new            | open    | true            |
    | back           | lost    | true            |
    | odd            | open    | true            |
    | customer       | open    | false           |
    | undated        | open    | true            |
"""
CHANGES = """
    | opportunity_id | component   | changed_month | deals | amount |
    | old            | created     | 2026-01-01    |     1 |    100 |
    | old            | raised      | 2026-02-01    |     0 |     20 |
    | old            | won         | 2026-03-01    |    -1 |   -120 |
    | new            | created     | 2026-03-01    |     1 |     50 |
    | new            | lowered     | 2026-03-01    |     0 |    -10 |
    | back           | created     | 2026-01-01    |     1 |     30 |
    | back           | lost        | 2026-02-01    |    -1 |    -30 |
    | back           | reopened    | 2026-03-01    |     1 |     30 |
    | back           | lost        | 2026-04-01    |    -1 |    -30 |
    | odd            | created     | 2026-03-01    |     1 |        |
    | odd            | unexplained | 2026-03-01    |     0 |      7 |
    | customer       | created     | 2026-01-01    |     1 |    999 |
    | undated        | created     |               |     1 |      5 |
"""
GIVEN = {"fct_deals": DEALS, "fct_pipeline_changes": CHANGES}
MARCH = Filters(start=dt.date(2026, 3, 1), end=dt.date(2026, 3, 1))


def values(result, statistic):
    return {
        row.keys["component"]: row.value
        for row in result.rows
        if row.keys["statistic"] == statistic
    }


def test_march_leads_from_what_was_open_to_what_is_open(measure_case):
    result = measure_case("pipeline_bridge", GIVEN, filters=MARCH)
    assert values(result, "deals") == {
        "open_at_start": 1,
        "created": 2,
        "reopened": 1,
        "won": -1,
        "lost": 0,
        "unexplained": 0,
        "open_at_end": 3,
    }
    assert values(result, "amount") == {
        "open_at_start": 120,
        "created": 50,
        "reopened": 30,
        "raised": 0,
        "lowered": -10,
        "won": -120,
        "lost": 0,
        "unexplained": 7,
        "open_at_end": 77,
    }
    assert result.finding == (
        "Open at the start 1, created 2, reopened 1, won 1, lost 0: 3 at the end."
    )


@pytest.mark.parametrize(("month", "is_said"), [(1, False), (3, True)])
def test_a_deal_reopened_is_said_to_leave_more_than_once(measure_case, month, is_said):
    """Nothing was reopened in January; in March one deal was."""
    only = Filters(start=dt.date(2026, month, 1), end=dt.date(2026, month, 1))
    result = measure_case("pipeline_bridge", GIVEN, filters=only)
    said = "elsewhere each deal counts once, as it stands now."
    assert result.other_reading.endswith(said) is is_said
    assert any(note.endswith(said) for note in result.notes) is is_said


def test_without_a_period_everything_is_from_the_beginning(measure_case):
    result = measure_case("pipeline_bridge", GIVEN)
    found = values(result, "deals")
    # old, new, back, odd and the one without a date; old won, back lost twice.
    assert (found["open_at_start"], found["created"], found["lost"]) == (0, 5, -2)
    assert found["open_at_end"] == 3


def test_existing_customers_are_counted_when_asked_for(measure_case):
    every = Filters(start=MARCH.start, end=MARCH.end, population="all")
    assert values(measure_case("pipeline_bridge", GIVEN, filters=every), "deals")[
        "open_at_start"
    ] == 2  # fmt: skip


def test_what_the_history_does_not_explain_is_shown_with_its_deals(
    measure_case, measures, database, context
):
    result = measure_case("pipeline_bridge", GIVEN, filters=MARCH)
    assert (
        "For 1 deals the recorded history does not explain their amount: open the rows of "
        "Unexplained." in result.notes
    )
    mark = {"component": "unexplained", "statistic": "amount"}
    slices = Slices(database, "records", given=frozenset(GIVEN))
    found = behind(slices, measures["pipeline_bridge"], MARCH, context, mark)
    assert found.frame["record_id"].to_list() == ["odd"]


def test_without_a_history_of_amounts_it_counts_deals_alone(measure_case):
    supplied = {("opportunities", "created_at"): 5}
    result = measure_case("pipeline_bridge", GIVEN, supplied=supplied)
    assert {row.keys["statistic"] for row in result.rows} == {"deals"}
    assert "No history of amounts is recorded, so this counts deals and no money." in result.notes


def test_a_bridge_that_does_not_add_up_is_withheld(measures):
    counted = {
        "open_at_start": {"n": 1, "value": 1.0},
        "open_at_end": {"n": 1, "value": 2.0},
    }
    rows = list(bridge._bridge(measures["pipeline_bridge"], counted, "deals", {}))
    assert {row.status for row in rows} == {"withheld"}
    assert {row.value for row in rows} == {None}


def test_it_cannot_be_split_by_month(measure_case):
    result = measure_case("pipeline_bridge", GIVEN, filters=Filters(by="month"))
    assert result.finding == "This cannot be split by month."


@pytest.mark.parametrize("changes", ["", "| new | created | 2026-03-01 | 1 | 50 |"])
def test_nothing_and_one_deal(measure_case, changes):
    head = "| opportunity_id | component | changed_month | deals | amount |"
    given = {"fct_deals": DEALS, "fct_pipeline_changes": f"{head}\n{changes}"}
    result = measure_case("pipeline_bridge", given)
    if changes:
        assert values(result, "amount")["open_at_end"] == 50
        assert values(result, "deals")["unexplained"] == 0
    else:
        assert result.finding == "No deal was open, created or closed in this period."
