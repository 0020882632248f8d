"""The sample company's changes: counted again from its facts in Polars, and every sentence read."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from dashboard import answer
from dashboard.answer import Warehouse
from dashboard.decisions import Decision, Log
from dashboard.estimators.intervals import newcombe
from dashboard.followed import Followed, Moved, Request, changes_of, followed
from dashboard.measures.filters import add_months, month_end
from tests.house.test_causal_words import ALLOWED, claims

REGION = {"region": ("Europe",)}
DECIDED = Decision(
    "d1", dt.date(2026, 3, 10), "cost", "stalled_immediately", "What happens to deals?", "38.",
    "change", "Ann", dt.date(2026, 6, 1),
)  # fmt: skip
# A measure's row, the days it follows each deal, and the end it counts.
COUNTED = {
    "won_by_cohort": ("close_kind", "days_to_close", "won", 180),
    "momentum_30_days": ("move_kind", "days_to_move", "moved", 30),
    "stalled_immediately": ("stall_kind", "days_to_stall", "stalled", 21),
}


@pytest.fixture(scope="module")
def warehouse(demo_workspace: Path) -> Iterator[Warehouse]:
    opened = answer.open_warehouse(demo_workspace)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def reports(warehouse: Warehouse) -> list[Followed]:
    changes = changes_of(warehouse.config, Log([DECIDED]))
    found = [followed(warehouse, change, Request(6, REGION), changes) for change in changes]
    return [*found, followed(warehouse, changes[-1], Request(3), changes)]


@pytest.fixture(scope="module")
def deals(warehouse: Warehouse) -> pl.DataFrame:
    return warehouse.database.query("select * from fct_deals where is_new_business")


def rows(reports: list[Followed]) -> list[tuple[Followed, Moved]]:
    return [(report, row) for report in reports for row in report.rows]


def counted(deals: pl.DataFrame, moved: Moved, start: dt.date, end: dt.date) -> tuple[int, int]:
    """Count the deals created in a window, and those that ended so within the days."""
    kind, days, end_kind, limit = COUNTED[moved.measure_id]
    chosen = deals.filter(
        pl.col("created_date").is_between(start, month_end(end)) & pl.col(kind).is_not_null()
    )
    if moved.measure_id != "won_by_cohort":
        chosen = chosen.filter(~pl.col("is_born_closed"))
    ended = chosen.filter((pl.col(kind) == end_kind) & (pl.col(days) <= limit))
    return ended.height, chosen.height


def test_both_sides_are_counted_again_from_the_deals(warehouse, reports, deals):
    seen = set()
    for _, moved in rows(reports):
        if moved.measure_id not in COUNTED or not moved.is_told:
            continue
        sides = [
            counted(deals, moved, window.start, window.end)
            for window in (moved.before, moved.after)
        ]
        assert [(row.events, row.n) for row in (moved.was, moved.now)] == sides
        # All are followed long enough, so a share by a day is k of n, whoever left otherwise.
        (was, of_was), (now, of_now) = sides
        if moved.measure_id == "won_by_cohort":
            by = newcombe(now, of_now, was, of_was)
            assert moved.by.value == pytest.approx(by.value)
            assert (moved.by.low, moved.by.high) == pytest.approx((by.low, by.high), abs=0.03)
        assert month_end(moved.after.end) <= warehouse.context.as_of_date - dt.timedelta(
            COUNTED[moved.measure_id][3]
        )
        seen.add(moved.measure_id)
    assert seen == set(COUNTED)


def test_both_parts_are_counted_again_from_the_deals(reports, deals):
    europe = [deals.filter(pl.col("dim_2") == "Europe"), deals.filter(pl.col("dim_2") != "Europe")]
    checked = 0
    for _, moved in rows(reports):
        if moved.measure_id not in COUNTED or moved.control is None:
            continue
        gaps = []
        for part in europe:
            (was, of_was), (now, of_now) = (
                counted(part, moved, window.start, window.end)
                for window in (moved.before, moved.after)
            )
            gaps.append(now / of_now - was / of_was)
        control = moved.control
        assert [control.untouched.value, control.changed.value] == pytest.approx(gaps)
        assert control.beyond.value == pytest.approx(gaps[1] - gaps[0])
        checked += 1
    assert checked


def test_the_months_are_counted_again_from_the_deals(reports, deals):
    for _, moved in rows(reports):
        if moved.measure_id != "won_by_cohort" or moved.series is None:
            continue
        points = moved.series.points
        months = [each.month for each in points]
        assert months == [add_months(months[0], at) for at in range(len(months))]
        for point in points:
            won, n = counted(deals, moved, point.month, point.month)
            assert point.n == n
            told = None if n < 10 else pytest.approx(won / n)
            assert point.value == told


def test_every_measure_says_why_or_stands_with_both_readings(reports):
    for report, moved in rows(reports):
        assert moved.said.endswith("."), moved.said
        assert moved.grade
        if moved.is_told:
            assert moved.supports
            assert moved.speaks_against
            assert moved.q is not None
        else:
            assert (moved.supports, moved.speaks_against, moved.q) == ((), (), None)
        assert report.said.endswith(".")


def sentences(reports: list[Followed]) -> set[str]:
    found = {said for report in reports for said in (report.said, *report.notes)}
    for _, moved in rows(reports):
        found |= {moved.said, *moved.supports, *moved.speaks_against, *moved.notes}
    return found


def test_no_sentence_names_a_cause(reports):
    """Nothing here is tested at a line, so no range and no assumption may allow one."""
    assert [said for said in sentences(reports) if claims(said, ALLOWED["observed"])] == []


def test_no_sentence_holds_a_code_a_hole_or_a_word_twice(reports):
    for said in sentences(reports):
        assert not any(each in said for each in ("None", "nan", "  ", "_", "{", "not known")), said
        words = said.split()
        twice = [one for one, other in itertools.pairwise(words) if one == other]
        assert not twice, said


def test_other_changes_in_the_months_are_named(reports):
    found = [
        said
        for report, moved in rows(reports)
        for said in moved.speaks_against
        if report.change.key == "2026-03-10" and said.startswith("In the same months")
    ]
    assert found
    assert any("Score counts visits to the price page (score 65) (12 Jan 2026)" in f for f in found)
    # A changed definition is told to the measures that it concerns alone.
    decided = next(each for each in reports if each.change.is_decision)
    assert {each.kind for each in decided.others} <= {"scoring", "training", "definition"}
    assert not any("without students" in said for said in found)


def test_a_changed_definition_is_never_compared_across(reports):
    for report, moved in rows(reports):
        if report.change.kind == "definition" and moved.measure_id in report.change.measures:
            assert moved.status == "not comparable"
            assert moved.by is None
