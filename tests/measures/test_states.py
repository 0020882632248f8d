"""Where deals stand by day: the shares end at one, and agree with what is said elsewhere."""

from __future__ import annotations

from collections import defaultdict

import pytest

from dashboard import answer
from dashboard.measures.filters import Dimension, Filters
from dashboard.measures.run import run
from dashboard.measures.slices import Slices
from tests.measures import world

# Ten deals of each story: silent from day 22, and again from day 52; moved on day 40.
DEALS = """
| opportunity_id | path_class | move_kind | days_to_move | is_old_enough_to_move |
| {}a            | in_flow    | moved     | 40           | true                  |
| {}b            | in_flow    | lost      | 22           | true                  |
| {}c            | bypassed   | censored  | 95           | true                  |
| {}d            | bypassed   | censored  | 30           | true                  |
"""
SPANS = """
| opportunity_id | state   | from_days | until_days | end_kind | is_last |
| {}a            | talking | 0         | 22         | moved    | false   |
| {}a            | silent  | 22        | 30         | moved    | false   |
| {}a            | talking | 30        | 40         | moved    | true    |
| {}b            | talking | 0         | 22         | lost     | true    |
| {}c            | talking | 0         | 52         | censored | false   |
| {}c            | silent  | 52        | 95         | censored | true    |
| {}d            | talking | 0         | 30         | censored | false   |
| {}d            | silent  | 30        | 30         | censored | true    |
"""


def times(number: int, text: str) -> str:
    """Write each row so many times, as deals of their own."""
    head, *rows = text.strip().splitlines()
    return "\n".join([head, *(row.format(at) for at in range(number) for row in rows)])


def shares(result, path: str, state: str) -> dict[int, float | None]:
    """Return the shares of a path and state by day."""
    return {
        row.keys["day"]: row.value
        for row in result.rows
        if (row.keys["path_group"], row.keys["state"]) == (path, state)
    }


def test_the_states_of_four_stories(measure_case) -> None:
    """Of forty deals ten are lost on day 22, ten move on day 40, ten were last watched on day 30,
    the day on which they had become silent."""
    given = {"fct_deals": times(10, DEALS), "fct_deal_spans": times(10, SPANS)}
    result = measure_case("momentum_curve", given)
    assert shares(result, "all", "lost") == dict.fromkeys((0, 7, 14, 21), 0) | dict.fromkeys(
        (22, 30, 45, 60, 75, 90), 0.25
    )
    assert shares(result, "all", "silent") == pytest.approx(
        {0: 0, 7: 0, 14: 0, 21: 0, 22: 0.25, 30: 0.25, 45: 0, 60: 0.375, 75: 0.375, 90: 0.375}
    )
    assert shares(result, "all", "talking") == pytest.approx(
        {0: 1, 7: 1, 14: 1, 21: 1, 22: 0.5, 30: 0.5, 45: 0.375, 60: 0, 75: 0, 90: 0}
    )
    assert shares(result, "all", "moved")[90] == pytest.approx(0.375)
    assert result.finding == "By day 30, 0 of 100 deals had moved; 25 were silent, 25 lost."
    assert (
        "10 of 40 deals are not yet watched for 90 days; they count for the days they were."
        in result.notes
    )


def test_few_deals_have_counts_and_no_shares(measure_case) -> None:
    given = {"fct_deals": times(1, DEALS), "fct_deal_spans": times(1, SPANS)}
    result = measure_case("momentum_curve", given)
    row = result.row(path_group="all", state="silent", day=22)
    assert (row.value, row.n, row.events, row.status) == (None, 4, 1, "too few")
    assert result.finding == "By day 30, 0 of 4 deals had moved."


def test_a_path_ends_where_fewer_than_ten_are_watched(measure_case) -> None:
    given = {"fct_deals": times(12, DEALS), "fct_deal_spans": times(12, SPANS)}
    lines = given["fct_deals"].splitlines()
    kept = [line for line in lines if "bypassed" not in line or "censored  | 30" in line]
    result = measure_case("momentum_curve", {**given, "fct_deals": "\n".join(kept)})
    assert shares(result, "no_gate", "silent")[30] == 1
    row = result.row(path_group="no_gate", state="silent", day=45)
    assert (row.value, row.status, row.n) == (None, "too early", 12)


def test_without_deals_there_is_nothing_to_count(measure_case) -> None:
    given = {
        "fct_deals": "| opportunity_id |",
        "fct_deal_spans": "| opportunity_id |",
    }
    result = measure_case("momentum_curve", given)
    assert (result.rows, result.status) == ((), "too few")
    assert result.finding.startswith("Nothing to count")


@pytest.mark.parametrize("seed", [3, 11])
def test_moved_and_lost_at_day_30_are_those_of_the_overview(
    database, measures, context, seed
) -> None:
    world.make(database, seed=seed)
    segment = Dimension("dim_1", "segment", "Segment", "accounts")
    told = context.__class__(
        as_of=context.as_of, as_of_date=context.as_of_date, dimensions=(segment,)
    )
    for asked in (Filters(), Filters(by="segment"), Filters(where={"segment": ("SMB",)})):
        slices = Slices(database)
        curve = run(slices, measures["momentum_curve"], asked, told)
        card = run(slices, measures["momentum_30_days"], asked, told)
        assert card.rows
        for row in card.rows:
            if row.keys["state"] != "unmoved":
                same = curve.row(path_group="all", day=30, **row.keys)
                assert (same.value, same.low, same.high) == (row.value, row.low, row.high)
                assert (same.n, same.events) == (row.n, row.events)


def test_moved_and_lost_of_the_sample_company_are_the_same_on_both_pages(demo_workspace) -> None:
    warehouse = answer.open_warehouse(demo_workspace)
    for asked in (Filters(), warehouse.default_filters()):
        both = answer.answers(warehouse, ["momentum_curve", "momentum_30_days"], asked)
        for state in ("moved", "lost"):
            one = both["momentum_curve"].row(path_group="all", state=state, day=30)
            other = both["momentum_30_days"].row(state=state)
            assert one.value == other.value
            assert (one.low, one.high, one.events) == (other.low, other.high, other.events)
    warehouse.close()


@pytest.mark.parametrize("seed", [3, 11])
def test_the_shares_of_each_day_end_at_one(database, measures, context, seed) -> None:
    world.make(database, seed=seed)
    result = run(Slices(database), measures["momentum_curve"], Filters(), context)
    sums = defaultdict(list)
    for row in result.rows:
        sums[row.keys["path_group"], row.keys["day"]].append(row.value)
    assert len(sums) == 50
    for place, values in sums.items():
        assert len(values) == 4, place
        assert values == [None] * 4 or sum(values) == pytest.approx(1), place
