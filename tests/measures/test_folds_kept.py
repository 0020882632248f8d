"""Sums that are kept: another assumption asks the warehouse nothing, and changes what it should."""

from __future__ import annotations

import gc
from dataclasses import replace

import polars as pl
import pytest

from dashboard import answer
from dashboard.engine.database import Database
from dashboard.measures.filters import Filters
from dashboard.measures.fold import Folded
from dashboard.measures.folds_kept import FoldsKept, weight
from dashboard.measures.worked_out import once

IDS = ("gate_cost_range", "gate_verdict", "settling_test", "threshold_tradeoff")
ASSUMED = {"seller_hour_cost": 140.0, "margin": 0.35, "spare_seller_hours": 900.0}


@pytest.fixture
def warehouse(demo_workspace):
    """The sample company, of which nothing is kept yet."""
    opened = answer.open_warehouse(demo_workspace)
    yield opened
    opened.close()


def rows_of(warehouse, filters):
    found = answer.answers(warehouse, IDS, filters)
    return {each: (found[each].table(), found[each].finding) for each in IDS}


def test_another_assumption_asks_nothing_and_answers_as_if_asked_first(warehouse, monkeypatch):
    before = rows_of(warehouse, Filters())
    cheaper, smaller = Filters(assumed=ASSUMED), Filters(where={"segment": ("SMB",)})
    fresh = rows_of(replace(warehouse, folds=FoldsKept(0)), cheaper)
    part = rows_of(warehouse, smaller)

    def asked(_self, sql, *_, **__):
        pytest.fail(f"The warehouse was asked: {sql[:200]}")

    for way in ("query", "rows", "execute"):
        monkeypatch.setattr(Database, way, asked)
    assert rows_of(warehouse, cheaper) == fresh
    assert all(fresh[each] != before[each] for each in IDS)
    assert rows_of(warehouse, Filters()) == before
    # Sums of a part are others, and kept beside those of the whole.
    assert rows_of(warehouse, smaller) == part
    assert part["threshold_tradeoff"] != before["threshold_tradeoff"]


def test_another_horizon_is_asked_for(warehouse):
    year = rows_of(warehouse, Filters())
    half = rows_of(warehouse, Filters(assumed={"gate_horizon_days": 180.0}))
    assert all(year[each] != half[each] for each in IDS)


def sums(rows):
    return Folded(records=pl.DataFrame({"n": range(rows)}))


def test_sums_unused_for_longest_go_first():
    kept = FoldsKept(3 * weight(sums(100)))
    first = kept.get(("a",), lambda: sums(100))
    for name in ("b", "c"):
        kept.get((name,), lambda: sums(100))
    assert kept.get(("a",), lambda: sums(1)) is first
    kept.get(("d",), lambda: sums(100))
    assert kept.get(("b",), lambda: sums(1)).records.height == 1
    assert kept.get(("a",), lambda: sums(1)) is first


def test_sums_larger_than_all_room_are_given_and_not_kept():
    kept = FoldsKept(10)
    assert kept.get(("a",), lambda: sums(100)).records.height == 100
    assert kept.get(("a",), lambda: sums(50)).records.height == 50


def test_what_is_worked_out_of_a_table_is_known_of_that_table_and_no_equal_one():
    table, made = pl.DataFrame({"n": [1, 2]}), []

    def make():
        made.append("made")
        return len(made)

    assert [once(table, "sum", make), once(table, "sum", make)] == [1, 1]
    assert once(table, "other", make) == 2
    assert once(pl.DataFrame({"n": [1, 2]}), "sum", make) == 3
    # A table that takes the place of one that is gone knows nothing of it.
    for number in range(4, 40):
        assert once(pl.DataFrame({"n": [number]}), "sum", make) == number
        gc.collect()
