"""Sums that are kept: another assumption asks the warehouse nothing, and changes what it should."""

from __future__ import annotations

import gc
import threading
from concurrent.futures import ThreadPoolExecutor
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


def test_sums_under_way_are_waited_for_and_made_once():
    kept, made, begun, go = FoldsKept(), [], threading.Event(), threading.Event()

    def slowly():
        made.append("made")
        begun.set()
        assert go.wait(10)
        return sums(5)

    with ThreadPoolExecutor(3) as readers:
        first = readers.submit(kept.get, ("a",), slowly)
        assert begun.wait(10)
        others = [readers.submit(kept.get, ("a",), slowly) for _ in range(2)]
        go.set()
        assert all(each.result(10) is first.result(10) for each in others)
    assert made == ["made"]


def test_a_fault_is_not_kept_and_who_waited_tries_again():
    kept, begun, go = FoldsKept(), threading.Event(), threading.Event()

    def breaking():
        begun.set()
        assert go.wait(10)
        raise ValueError("broken")

    with ThreadPoolExecutor(2) as readers:
        first = readers.submit(kept.get, ("a",), breaking)
        assert begun.wait(10)
        second = readers.submit(kept.get, ("a",), lambda: sums(3))
        go.set()
        assert second.result(10).records.height == 3
        with pytest.raises(ValueError, match="broken"):
            first.result(10)


def test_one_lent_to_another_task_while_making_waits_for_nobody():
    """Two who make one each, and are lent to the other's task in between, both come to an end."""
    kept, both = FoldsKept(), threading.Barrier(2, timeout=10)

    def lent(other):
        def make():
            both.wait()
            kept.get((other,), lambda: sums(1))
            both.wait()
            return sums(2)

        return make

    with ThreadPoolExecutor(2) as readers:
        found = [
            readers.submit(kept.get, ("a",), lent("b")),
            readers.submit(kept.get, ("b",), lent("a")),
        ]
        heights = [each.result(10).records.height for each in found]
    assert heights == [1, 1]
    assert kept.get(("a",), lambda: sums(9)).records.height == 1


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
